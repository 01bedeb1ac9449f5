//! A few of a big field: on a phone, by the light files. Found, followed, told of, and everyone when that is wanted.

mod stranger;

use homestretch_browser::{Done, Server, Visitor, crowd, wait_for};
use stranger::{Answer, Stranger};

const RUNNERS: u32 = 6_000;
const ROWS: &str = ".runner-rows";

async fn phone(server: &Server, page: &str) -> Done<Visitor> {
    let visitor = Visitor::new("en").await?;
    visitor.on_screen(390, 844, 2.0).await?;
    visitor.open(&server.url(page)).await?;
    visitor
        .read_until(ROWS, 40.0, |text| text.lines().count() > 4)
        .await?;
    Ok(visitor)
}

/// What was asked of the feed since the last call.
async fn asked(visitor: &Visitor) -> Done<Vec<String>> {
    let requests = visitor.requests().await?.into_iter();
    let names = requests.filter_map(|r| r.path.strip_prefix("/feed/v1/").map(str::to_owned));
    Ok(names.collect())
}

async fn type_in(visitor: &Visitor, text: &str) -> Done {
    let field = visitor.find(".search-field").await?;
    field.clear().await?;
    Ok(field.send_keys(text).await?)
}

async fn until_health_is(visitor: &Visitor, kind: &str) -> Done {
    let script =
        format!("return document.querySelector('.health-mark')?.dataset.kind === '{kind}'");
    wait_for(
        &format!("the health mark says `{kind}`"),
        40.0,
        async || Ok((visitor.look(&script).await? == true).then_some(())),
    )
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_is_found_followed_and_told_of_without_the_start_list() -> Done {
    let crowd = crowd::serve(RUNNERS, "11:30:00", 20)?;
    let visitor = phone(&crowd.server, "/").await?;
    let note = visitor
        .read_until(".whole", 20.0, |text| {
            text.contains("only your runners and the leaders")
        })
        .await?;
    assert!(note.contains("kB"), "what everyone costs is said: {note}");

    // By name, by the first letters, and by bib.
    type_in(&visitor, "iris ibi").await?;
    visitor
        .read_until(".found", 20.0, |text| {
            text.lines().any(|l| l.contains("Iris Ibis"))
        })
        .await?;
    type_in(&visitor, "nobodyisso").await?;
    visitor
        .read_until(".search", 20.0, |text| text.contains("Nobody by"))
        .await?;
    type_in(&visitor, "3501").await?;
    visitor
        .read_until(".found", 20.0, |text| text.contains("3501"))
        .await?;
    visitor.click(".found a").await?;
    visitor.find(".now-headline").await?;
    let places = visitor
        .read_until(".places", 20.0, |text| text.contains("of "))
        .await?;
    assert!(
        places.contains("6,000") || places.contains("5,"),
        "of the whole field: {places}"
    );
    visitor.click("button.star").await?;
    visitor.click("a.back").await?;
    let mine = "section[aria-labelledby=mine-title] .runner-rows";
    visitor
        .read_until(mine, 20.0, |text| text.contains("3501"))
        .await?;

    // A mat is five minutes of the replay's own minutes away at most: half a minute of the viewer's each kilometre.
    visitor
        .read_until("p.heard[aria-live]", 180.0, |text| text.contains("3501"))
        .await?;
    let asked = asked(&visitor).await?;
    let whole = |name: &&String| {
        ["entrants", "keyframes", "ticks"]
            .iter()
            .any(|kind| name.starts_with(kind))
    };
    assert_eq!(asked.iter().find(whole), None, "{asked:?}");
    assert!(asked.iter().any(|name| name.starts_with("light/")));
    let mut complaints = visitor.complaints().await?;
    // That there is no file for letters that nobody's name begins with is a browser's own remark.
    complaints.retain(|line| !line.contains("/search/"));
    assert_eq!(complaints, Vec::<String>::new());
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn everyone_comes_when_asked_for_and_goes_again() -> Done {
    let crowd = crowd::serve(RUNNERS, "11:30:00", 1)?;
    // The link of a list, opened by somebody new.
    let visitor = phone(&crowd.server, "/#follow=3501,17,5999").await?;
    visitor
        .read_until(".list-done", 20.0, |text| text.contains("3 runners"))
        .await?;
    asked(&visitor).await?;
    visitor.click(".whole button").await?;
    visitor
        .read_until(".whole", 60.0, |text| text.contains("Save data again"))
        .await?;
    let fetched = asked(&visitor).await?;
    assert!(
        fetched.iter().any(|name| name.starts_with("entrants-")),
        "{fetched:?}"
    );
    visitor.click("a[href='/leaders']").await?;
    visitor
        .read_until(ROWS, 20.0, |text| text.lines().count() > 60)
        .await?;
    visitor.click(".whole button").await?;
    visitor
        .read_until(".whole", 30.0, |text| text.contains("only your runners"))
        .await?;
    visitor.open(&crowd.server.url("/runner/3501")).await?;
    visitor.find(".now-headline").await?;
    visitor.open(&crowd.server.url("/runner/nobody")).await?;
    visitor.find(".nobody").await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_small_field_is_followed_by_a_few_where_that_is_wished() -> Done {
    let server = Server::start(&["demo", "--speed", "20", "--at", "10:05:00"])?;
    let visitor = phone(&server, "/#follow=131").await?;
    let missed = "return !!document.querySelector('.whole, .map-whole')";
    assert_eq!(
        visitor.look(missed).await?,
        false,
        "a small field comes whole"
    );
    visitor.open(&server.url("/about")).await?;
    visitor
        .click("select[aria-describedby=data-note] option[value=save]")
        .await?;
    asked(&visitor).await?;
    visitor.open(&server.url("/")).await?;
    visitor
        .read_until(".whole", 30.0, |text| text.contains("only your runners"))
        .await?;
    visitor
        .read_until(ROWS, 20.0, |text| text.contains("131"))
        .await?;
    let fetched = asked(&visitor).await?;
    assert!(
        !fetched.iter().any(|name| name.starts_with("entrants")),
        "{fetched:?}"
    );

    // A browser that was told to save data says so itself.
    let thrifty = Visitor::new("ko,en").await?;
    thrifty.on_screen(390, 844, 2.0).await?;
    thrifty
        .before_each_page(
            "Object.defineProperty(navigator, 'connection', {value: {saveData: true}});",
        )
        .await?;
    thrifty.open(&server.url("/")).await?;
    thrifty
        .read_until(".whole", 30.0, |text| text.contains("내 선수와 선두"))
        .await?;
    let fetched = asked(&thrifty).await?;
    assert!(
        !fetched.iter().any(|name| name.starts_with("entrants")),
        "{fetched:?}"
    );
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_few_outlive_whatever_answers_in_the_servers_place_and_a_start_without_a_network() -> Done
{
    let mut crowd = crowd::serve(RUNNERS, "11:30:00", 20)?;
    let visitor = phone(&crowd.server, "/#follow=3501").await?;
    until_health_is(&visitor, "live").await?;
    let mine = "section[aria-labelledby=mine-title] .runner-rows";
    visitor
        .read_until(mine, 20.0, |text| text.contains("3501"))
        .await?;
    // And the part of the app that comes later, which has her list.
    let kept = "return Promise.all([caches.open('homestretch-race'), caches.keys()]).then(async ([race, names]) => {
             const app = await caches.open(names.find((name) => name.startsWith('homestretch-app-')));
             const later = (await app.keys()).some(({ url }) => url.includes('/later/more'));
             return later && !!(await race.match('/feed/v1/field.json')) && !!navigator.serviceWorker.controller;
         })";
    wait_for("the few are kept on the device", 40.0, async || {
        Ok((visitor.look(kept).await? == true).then_some(()))
    })
    .await?;
    for (answer, said) in [
        (Answer::LogIn, "sign-in"),
        (Answer::Broken, "server is in trouble"),
        (Answer::CutShort, "behind"),
    ] {
        for again in [false, true] {
            crowd.server.kill()?;
            let stranger = Stranger::start(crowd.server.port(), answer)?;
            if again {
                visitor.open(&crowd.server.url("/")).await?;
            }
            until_health_is(&visitor, "stale").await?;
            // At first nothing is known but that no answer has come.
            visitor
                .read_until(".health-line", 60.0, |text| text.contains(said))
                .await
                .map_err(|error| format!("{answer:?}, begun anew: {again}: {error}"))?;
            visitor
                .read_until(mine, 20.0, |text| text.contains("3501"))
                .await?;
            assert!(stranger.asked() > 0, "{answer:?} was what the app got");
            drop(stranger);
            crowd.server.restart()?;
            until_health_is(&visitor, "live").await?;
            visitor
                .read_until(".health-line", 20.0, str::is_empty)
                .await?;
        }
    }
    crowd.server.kill()?;
    visitor.open(&crowd.server.url("/runner/3501")).await?;
    until_health_is(&visitor, "stale").await?;
    visitor.find(".now-headline").await?;
    visitor
        .read_until(".health-mark", 20.0, |text| text.contains("ago"))
        .await?;
    Ok(())
}
