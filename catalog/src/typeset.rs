/// Typography, so that texts can be typed on any keyboard: a typographic apostrophe in both languages; in French a
/// narrow no-break space before ; ! ? % » and after «, a full one before the colon.
pub fn typeset(french: bool, text: &str) -> String {
    let mut text = text.replace('\'', "’");
    if french {
        for (plain, set) in [
            (" ;", "\u{202f};"),
            (" !", "\u{202f}!"),
            (" ?", "\u{202f}?"),
            (" %", "\u{202f}%"),
            (" »", "\u{202f}»"),
            ("« ", "«\u{202f}"),
            (" :", "\u{a0}:"),
        ] {
            if text.contains(plain) {
                text = text.replace(plain, set);
            }
        }
    }
    text
}
