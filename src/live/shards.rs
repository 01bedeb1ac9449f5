//! Finding runners in a field that is not here: the files of the first letters, one letter more as long as there are
//! too many.

use gloo_net::http::Request;
use homestretch_feed::search::{fold, words_asked};
use homestretch_feed::{PREFIX, paths, read};
use homestretch_race::event::Event;
use homestretch_race::roster::{Entrant, Roster};

/// Longer words lead to no more files than this.
const MOST_FILES: usize = 6;

/// All who may be meant by what was typed; none where the files could not be had.
pub async fn find(asked: &str, event: &Event) -> Option<Roster> {
    let mut people: Vec<Entrant> = Vec::new();
    // The longest word tells most; where too many have it, so do the others.
    let mut words = fold(asked);
    homestretch_order::sort_by(&mut words, |a, b| b.len().cmp(&a.len()));
    for word in words {
        let mut too_many = false;
        for word in words_asked(&word) {
            too_many |= walk(&word, event, &mut people).await?;
        }
        if !too_many {
            break;
        }
    }
    Some(Roster::new(people))
}

/// Takes in those who have a word that begins so, file by file; true where there are more than the files hold.
async fn walk(word: &str, event: &Event, people: &mut Vec<Entrant>) -> Option<bool> {
    let mut letters = String::new();
    for letter in word.chars().take(MOST_FILES) {
        letters.push(letter);
        let address = [PREFIX, &paths::search(&letters)].concat();
        let answer = Request::get(&address).send().await.ok()?;
        // Nobody has a word that begins so.
        if answer.status() == 404 {
            return Some(false);
        }
        let bytes = answer.binary().await.ok().filter(|_| answer.ok())?;
        let shard = read::shard(&bytes, event).ok()?.value;
        people.extend(shard.roster.all().iter().cloned());
        if !shard.more {
            return Some(false);
        }
    }
    Some(true)
}
