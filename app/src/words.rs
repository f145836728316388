//! The words of the interface, French and English side by side, so that neither can be missing. Words of the domain
//! (layers, verdicts, flags, traces) come from the model's dictionary.

use catalog::{Lang, typeset};

/// A text of the interface in the language in use, typeset.
pub fn t(lang: Lang, fr: &str, en: &str) -> String {
    match lang {
        Lang::Fr => typeset(true, fr),
        Lang::En => typeset(false, en),
    }
}

/// The locale with which times are written.
pub const fn locale(lang: Lang) -> &'static str {
    match lang {
        Lang::Fr => "fr-FR",
        Lang::En => "en-GB",
    }
}

/// « n sur m », never a bare percentage.
pub fn of(lang: Lang, n: usize, m: usize) -> String {
    match lang {
        Lang::Fr => format!("{n} sur {m}"),
        Lang::En => format!("{n} of {m}"),
    }
}

/// A count with its noun.
pub fn count(lang: Lang, n: usize, fr: (&str, &str), en: (&str, &str)) -> String {
    let plural = match lang {
        // French: zero and one are singular.
        Lang::Fr => n > 1,
        Lang::En => n != 1,
    };
    let (one, many) = match lang {
        Lang::Fr => fr,
        Lang::En => en,
    };
    typeset(lang == Lang::Fr, &format!("{n} {}", if plural { many } else { one }))
}

/// A text to search in: lower case, without accents or typographic signs.
pub fn fold(text: &str) -> String {
    text.chars()
        .flat_map(char::to_lowercase)
        .map(|c| match c {
            'à' | 'â' | 'ä' | 'á' => 'a',
            'ç' => 'c',
            'é' | 'è' | 'ê' | 'ë' => 'e',
            'î' | 'ï' | 'í' => 'i',
            'ô' | 'ö' | 'ó' => 'o',
            'ù' | 'û' | 'ü' | 'ú' => 'u',
            '’' => '\'',
            '\u{202f}' | '\u{a0}' => ' ',
            c => c,
        })
        .flat_map(|c| if c == 'œ' { ['o', 'e'].into_iter().take(2) } else { [c, c].into_iter().take(1) })
        .collect()
}
