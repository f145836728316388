//! What a word was meant to be: without case, accents and separators, by a slip or two of the pen, or in the other
//! language. Vocabularies come from outside; only the synonyms stand here.

use crate::{edit, verdict::Outcome, words};
use catalog::{Lang, Layer};

/// French words, and English ones of people, for words of the format. Only those that the vocabulary of a place has
/// are offered there, so that one word may stand for several.
const SYNONYMS: &str = "oui yes|vrai yes|true yes|y yes|o yes|non no|faux no|false no|n no|inconnu unknown|inconnue unknown\
|aucun none|aucune none|rien none|non none|technique technical|techniques technical|client customer|clients customer\
|customers customer|prestataire provider|fournisseur provider|vendeur vendor|editeur vendor|constructeur vendor\
|fournisseur vendor|suspendu suspended|suspendue suspended|suspension suspended|retabli reinstated\
|retablie reinstated|retire withdrawn|retiree withdrawn|retrait withdrawn|hebergement hosting|hebergeur hosting\
|assistance support|developpement development|identite identity|autre other|competences-propres own_skills\
|deux-fournisseurs two_suppliers|qualifie qualified|societe company|entreprise company|personne person|fonds fund\
|publique public|etat public|calcul compute|hyperviseur compute|systeme os|systemes os|intergiciel middleware\
|salle facility|salles facility|herite inherited|partage shared|reste remains|a-faire todo|en-cours in_progress\
|fait done|faite done|termine done|terminee done|bloque blocked|bloquee blocked";

/// Lower case, without accents, what is neither a letter of `a-z` nor a digit as single hyphens between.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        let plain = match c {
            'à' | 'â' | 'ä' | 'á' | 'ã' | 'å' | 'À' | 'Â' | 'Ä' | 'Á' => "a",
            'ç' | 'Ç' => "c",
            'é' | 'è' | 'ê' | 'ë' | 'É' | 'È' | 'Ê' | 'Ë' => "e",
            'î' | 'ï' | 'í' | 'ì' | 'Î' | 'Ï' => "i",
            'ñ' | 'Ñ' => "n",
            'ô' | 'ö' | 'ó' | 'ò' | 'õ' | 'ø' | 'Ô' | 'Ö' => "o",
            'ù' | 'û' | 'ü' | 'ú' | 'Ù' | 'Û' | 'Ü' => "u",
            'œ' | 'Œ' => "oe",
            'ß' => "ss",
            c if c.is_ascii_alphanumeric() => {
                folded.push(c.to_ascii_lowercase());
                continue;
            }
            _ if folded.is_empty() || folded.ends_with('-') => continue,
            _ => "-",
        };
        folded.push_str(plain);
    }
    folded.truncate(folded.trim_end_matches('-').len());
    folded
}

/// How many letters must be put in, taken out or exchanged to get from one word to the other (Levenshtein).
fn distance(a: &str, b: &str) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.bytes().enumerate() {
        let (mut diagonal, mut left) = (i, i + 1);
        for (cell, y) in row.iter_mut().skip(1).zip(b.bytes()) {
            let up = *cell;
            *cell = (diagonal + usize::from(x != y)).min(up + 1).min(left + 1);
            (diagonal, left) = (up, *cell);
        }
    }
    if b.is_empty() { a.len() } else { row.last().copied().unwrap_or_default() }
}

/// Those of the known words that are nearest, if any is near: the same when folded, else one slip in three letters and
/// two at most. In three letters fewer, a slip would turn any word into any other.
pub fn closest<'k>(word: &str, known: &[&'k str]) -> Vec<&'k str> {
    let word = fold(word);
    let mut best = (word.len() / 3).min(2);
    let mut found = Vec::new();
    if word.is_empty() {
        return found;
    }
    for &candidate in known {
        let folded = fold(candidate);
        if folded.len().abs_diff(word.len()) > best {
            continue;
        }
        let slips = distance(&word, &folded);
        if slips < best {
            found.clear();
            best = slips;
        }
        if slips == best && !found.contains(&candidate) {
            found.push(candidate);
        }
    }
    found
}

/// Those of the allowed words that a word names in either language, or as a synonym.
pub fn meant<'k>(word: &str, allowed: &[&'k str]) -> Vec<&'k str> {
    let folded = fold(word);
    let said = |name: &str| fold(name) == folded;
    let means = |id: &str| {
        let layer = Layer::from_id(id).is_some_and(|l| Lang::ALL.iter().any(|g| said(words::layer(l, *g))));
        let outcome = Outcome::ALL
            .into_iter()
            .any(|o| o.id() == id && Lang::ALL.iter().any(|g| said(words::outcome(o, *g))));
        let synonym =
            SYNONYMS.split('|').filter_map(|pair| pair.split_once(' ')).any(|p| p == (folded.as_str(), id));
        layer || outcome || synonym
    };
    allowed.iter().copied().filter(|id| means(id)).collect()
}

/// Those of the allowed words that a word most likely stands for.
pub fn words<'k>(word: &str, allowed: &[&'k str]) -> Vec<&'k str> {
    let found = meant(word, allowed);
    if found.is_empty() { closest(word, allowed) } else { found }
}

/// An identifier made of a text, free among those taken.
pub fn free_id(text: &str, taken: &[&str]) -> String {
    edit::free_id(text, |id| taken.contains(&id))
}
