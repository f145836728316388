//! Published responsibility matrices, and what their rows mean for a service on that base: data that the page fetches
//! when somebody asks for it (`text/matrices.json`), embedded in the command.
//!
//! Read by hand rather than derived, since the page pays for every derived reader.

use crate::{Confidence, Lang, Layer, LayerSet};
use serde_json::Value;

/// A text in both languages, read from a file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Words {
    /// In French.
    pub fr: String,
    /// In English.
    pub en: String,
}

impl Words {
    /// The text in `lang`.
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Fr => &self.fr,
            Lang::En => &self.en,
        }
    }
}

/// What a row for which the base's customer answers means for a service on this base.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bearing {
    /// A share of layers is left to the customer, for named requirements.
    Retained,
    /// It may touch these, and the row does not say enough.
    Open,
    /// It is about layers above the base, or about the service's own organisation.
    Own,
    /// No requirement hangs on it.
    None,
}

impl Bearing {
    /// The bearing of this word of the data.
    pub fn from_id(id: &str) -> Option<Self> {
        match id {
            "retained" => Some(Self::Retained),
            "open" => Some(Self::Open),
            "own" => Some(Self::Own),
            "none" => Some(Self::None),
            _ => None,
        }
    }
}

/// What we say of a row, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// What it means.
    pub bearing: Bearing,
    /// The layers of which a share is, or may be, left.
    pub layers: LayerSet,
    /// For these requirements.
    pub requirements: Vec<String>,
    /// How sure that is.
    pub confidence: Confidence,
    /// Why.
    pub reason: Words,
}

/// A row as its provider publishes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its number, from 1.
    pub number: usize,
    /// Its section.
    pub section: Words,
    /// The activity.
    pub activity: Words,
    /// The customer's letters.
    pub customer: String,
    /// The provider's letters.
    pub provider: String,
    /// What it means where the customer answers.
    pub said: Option<Said>,
}

/// A matrix that a provider publishes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matrix {
    /// Its identifier: `cloud-temple-iaas`.
    pub id: String,
    /// Whose it is.
    pub provider: String,
    /// The service that it is about.
    pub service: Words,
    /// The day that it bears, `YYYY-MM-DD`.
    pub date: String,
    /// The licence under which its rows are shown.
    pub licence: String,
    /// The heads of its two columns: the customer's, the provider's.
    pub heads: [String; 2],
    /// Where it is published.
    pub source: Words,
    /// Its rows.
    pub rows: Vec<Row>,
}

/// Words that point to layers or to requirements: a stem is the beginning of a folded word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    /// The stems.
    pub stems: Vec<String>,
    /// The layers that they point to.
    pub layers: LayerSet,
    /// The requirements; none where the words stand for a layer alone.
    pub requirements: Vec<String>,
}

/// All published matrices that we carry, and the words.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Matrices {
    /// The matrices.
    pub matrices: Vec<Matrix>,
    /// The words.
    pub hints: Vec<Hint>,
}

impl Matrices {
    /// Reads the file; nothing where the bytes are none of ours.
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        let value: Value = serde_json::from_slice(bytes).ok()?;
        let mut matrices = Vec::new();
        for m in value.get("matrices")?.as_array()? {
            matrices.push(matrix(m)?);
        }
        let mut hints = Vec::new();
        let said = value.get("words")?;
        for l in said.get("layers")?.as_array()? {
            let layers = LayerSet::of(&[Layer::from_id(l.get("id")?.as_str()?)?]);
            hints.push(Hint { stems: texts(l, "stems"), layers, requirements: Vec::new() });
        }
        for s in said.get("subjects")?.as_array()? {
            let requirements = texts(s, "requirements");
            hints.push(Hint { stems: texts(s, "stems"), layers: layers(s), requirements });
        }
        Some(Self { matrices, hints })
    }

    /// The matrix with this identifier.
    pub fn get(&self, id: &str) -> Option<&Matrix> {
        self.matrices.iter().find(|m| m.id == id)
    }
}

fn text(value: &Value, key: &str) -> String {
    value.get(key).and_then(Value::as_str).unwrap_or_default().to_owned()
}

fn words(value: &Value, key: &str) -> Words {
    value.get(key).map(|w| Words { fr: text(w, "fr"), en: text(w, "en") }).unwrap_or_default()
}

fn texts(value: &Value, key: &str) -> Vec<String> {
    let list = value.get(key).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    list.iter().filter_map(Value::as_str).map(str::to_owned).collect()
}

fn layers(value: &Value) -> LayerSet {
    texts(value, "layers").iter().filter_map(|id| Layer::from_id(id)).collect()
}

fn matrix(m: &Value) -> Option<Matrix> {
    let reasons = m.get("reasons")?;
    let mut rows = Vec::new();
    for section in m.get("sections")?.as_array()? {
        for r in section.get("rows")?.as_array()? {
            let said = r.get("bearing").and_then(Value::as_str).and_then(Bearing::from_id);
            rows.push(Row {
                number: usize::try_from(r.get("n")?.as_u64()?).ok()?,
                section: words(section, "title"),
                activity: words(r, "activity"),
                customer: text(r, "customer"),
                provider: text(r, "provider"),
                said: said.map(|bearing| Said {
                    bearing,
                    layers: layers(r),
                    requirements: texts(r, "requirements"),
                    confidence: match text(r, "confidence").as_str() {
                        "high" => Confidence::High,
                        "medium" => Confidence::Medium,
                        _ => Confidence::Low,
                    },
                    reason: words(reasons, &text(r, "reason")),
                }),
            });
        }
    }
    let mut heads = texts(m, "heads").into_iter();
    Some(Matrix {
        id: text(m, "id"),
        provider: text(m, "provider"),
        service: words(m, "service"),
        date: text(m, "date"),
        licence: text(m, "licence"),
        heads: [heads.next()?, heads.next()?],
        source: words(m, "source"),
        rows,
    })
}
