//! Setting up a big screen: what is chosen stands in the address, the preview shows it, and the address gives the same.

use homestretch_browser::{Done, Server, Visitor};

/// How long somebody waits for what is to come, on a busy machine.
const SOON_S: f64 = 20.0;

#[tokio::test(flavor = "multi_thread")]
async fn what_is_chosen_is_in_the_address_and_on_the_preview() -> Done {
    let server = Server::start(&["demo", "--speed", "20", "--at", "10:30:00"])?;
    let visitor = Visitor::new("ko").await?;
    visitor.on_screen(1440, 900, 1.0).await?;
    visitor.open(&server.url("/screen/setup")).await?;
    visitor
        .read_until(".preview .scene", SOON_S, |text| !text.is_empty())
        .await?;
    visitor
        .read_until(".setup-choices", SOON_S, |text| text.contains("반마라손"))
        .await?;

    // English below Korean, the light colours, places only, and no marathon.
    let choose = "const choose = (field, value) => {
            field.value = value;
            field.dispatchEvent(new Event('change', { bubbles: true }));
        };
        const [, second, theme] = document.querySelectorAll('.setup select');
        choose(second, 'en');
        choose(theme, 'light');
        const checks = [...document.querySelectorAll('.setup fieldset:first-child input[type=checkbox]')];
        checks.filter((_, i) => i !== 3).forEach(check => check.click());
        document.querySelector('.setup fieldset:last-child input').click();
        return document.querySelector('.setup code').innerText";
    visitor.look(choose).await?;
    let wanted = "/screen?lang=ko,en&scenes=boards&contests=half,10k,5k&theme=light";
    visitor
        .read_until(".setup code", SOON_S, |text| text.ends_with(wanted))
        .await?;
    let both = |text: &str| text.contains("순위") && text.contains("Places");
    visitor
        .read_until(".preview .scene-board", SOON_S, both)
        .await?;

    visitor.open(&server.url(wanted)).await?;
    visitor
        .read_until(".wall .scene-board", SOON_S, both)
        .await?;
    let theme = "return document.documentElement.dataset.theme";
    assert_eq!(visitor.look(theme).await?, "light");
    assert_eq!(visitor.complaints().await?, Vec::<String>::new());
    Ok(())
}
