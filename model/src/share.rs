//! A link that carries a whole document in the fragment of an address, which browsers never send to a server: the
//! version of the form, a point, then the compressed document in the alphabet of base64url (RFC 4648 §5, no padding).
//!
//! Compression itself is the platform's (`deflate-raw`, RFC 1951); this module holds what both directions must agree on
//! and what keeps a hostile link from costing anything: bounds on the text and on what it may unfold to.

use crate::words::say;
use catalog::Lang;

/// The version that is written, and the only one that is read.
pub const VERSION: &str = "1";

/// The longest text of a link's document, in characters: browsers take it, and messengers mostly do.
pub const MAX_TEXT: usize = 48_000;

/// The most that a link may unfold to, in bytes. Documents made by hand are a hundredth of it.
pub const MAX_UNFOLDED: usize = 2_000_000;

/// Why a link gives no document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkError {
    /// Another version of the form.
    Version(String),
    /// Cut, or not of the alphabet, or not compressed as it should be.
    Broken,
    /// Longer than a link may be, folded or unfolded.
    TooLarge,
    /// The browser cannot compress.
    Unsupported,
}

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// The text of compressed bytes.
///
/// # Errors
/// [`LinkError::TooLarge`] when it would be longer than [`MAX_TEXT`].
pub fn to_text(compressed: &[u8]) -> Result<String, LinkError> {
    let mut out = format!("{VERSION}.");
    for chunk in compressed.chunks(3) {
        let mut bits: u32 = 0;
        for at in 0..3 {
            bits = bits << 8 | u32::from(chunk.get(at).copied().unwrap_or_default());
        }
        for at in 0..=chunk.len() {
            let six = bits >> (18 - 6 * at) & 63;
            out.push(char::from(ALPHABET.get(six as usize).copied().unwrap_or_default()));
        }
        if out.len() > MAX_TEXT {
            return Err(LinkError::TooLarge);
        }
    }
    Ok(out)
}

/// The compressed bytes of a text.
///
/// # Errors
/// Another version, another alphabet, bits left over, or a text longer than [`MAX_TEXT`].
pub fn from_text(text: &str) -> Result<Vec<u8>, LinkError> {
    if text.len() > MAX_TEXT {
        return Err(LinkError::TooLarge);
    }
    let Some((version, body)) = text.split_once('.') else { return Err(LinkError::Broken) };
    if version != VERSION {
        let looks_like_one = !version.is_empty() && version.bytes().all(|b| b.is_ascii_digit());
        return Err(if looks_like_one {
            LinkError::Version(version.chars().take(12).collect())
        } else {
            LinkError::Broken
        });
    }
    let mut out = Vec::with_capacity(body.len() / 4 * 3);
    for chunk in body.as_bytes().chunks(4) {
        let mut bits: u32 = 0;
        for at in 0..4 {
            let six = match chunk.get(at) {
                None => 0,
                Some(b'A'..=b'Z') => chunk.get(at).map_or(0, |b| b - b'A'),
                Some(b'a'..=b'z') => chunk.get(at).map_or(0, |b| b - b'a' + 26),
                Some(b'0'..=b'9') => chunk.get(at).map_or(0, |b| b - b'0' + 52),
                Some(b'-') => 62,
                Some(b'_') => 63,
                Some(_) => return Err(LinkError::Broken),
            };
            bits = bits << 6 | u32::from(six);
        }
        let whole = chunk.len() * 6 / 8;
        // One letter alone is half a byte, and bits beyond the last byte are zero: a text has one meaning.
        if chunk.len() == 1 || bits & (0x00ff_ffff >> (8 * whole)) != 0 {
            return Err(LinkError::Broken);
        }
        let [_, a, b, c] = bits.to_be_bytes();
        out.extend([a, b, c].into_iter().take(whole));
    }
    if out.is_empty() { Err(LinkError::Broken) } else { Ok(out) }
}

impl LinkError {
    /// What went wrong and what to do.
    pub fn say(&self, lang: Lang) -> String {
        match self {
            Self::Version(version) => say(
                lang,
                &format!(
                    "Ce lien suit une forme plus récente ({version}) que celle que ce Socle lit ({VERSION}). Ouvrir le lien dans une version à jour, ou demander le fichier."
                ),
                &format!(
                    "This link follows a newer form ({version}) than the one this Socle reads ({VERSION}). Open it in an up-to-date version, or ask for the file."
                ),
            ),
            Self::Broken => say(
                lang,
                "Ce lien est abîmé : un message l’a sans doute coupé. Demander de le renvoyer, ou le fichier.",
                "This link is damaged: a message has probably cut it. Ask for it again, or for the file.",
            ),
            Self::Unsupported => say(
                lang,
                "Ce navigateur ne sait ni écrire ni lire ces liens. Passer par le fichier, ou par un navigateur à jour.",
                "This browser can neither write nor read these links. Use the file, or an up-to-date browser.",
            ),
            Self::TooLarge => say(
                lang,
                "Ce document est trop grand pour un lien. Enregistrer le fichier et l’envoyer.",
                "This document is too large for a link. Save the file and send it.",
            ),
        }
    }
}
