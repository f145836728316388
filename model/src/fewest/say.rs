//! Open questions in words: what to ask a person, and why it is open.

use super::{Kind, OpenQuestion};
use crate::{
    document::{Document, Item},
    lexicon,
    words::{self, fill, say},
};
use catalog::{Catalog, Lang, Layer, LayerSet, text::TextPack};
use serde_json::Value;

impl OpenQuestion {
    /// An answer as people say it: yes, technical data, the names of layers.
    pub fn word(&self, value: &Value, lang: Lang) -> String {
        let family = match self.kind {
            Kind::Scope | Kind::GrantDate => {
                let ids: Vec<&str> =
                    value.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
                let named = |layer: &Layer| ids.contains(&layer.id());
                return words::layers(Layer::ALL.into_iter().filter(named).collect::<LayerSet>(), lang);
            }
            Kind::Fact(_) | Kind::AuditClause => "answer",
            Kind::DataAccess => "data_access",
            Kind::Autonomy => "autonomy",
        };
        lexicon::word(family, value.as_str().unwrap_or_default(), lang).to_owned()
    }

    /// The name of what it is about: of the service, or of the third party.
    pub fn about(&self, document: &Document) -> String {
        let (name, id) = match &self.item {
            Item::Service(id) => (document.service(id.as_str()).map(|s| &s.name), id.as_str()),
            Item::ThirdParty(id) => {
                (document.third_parties.iter().find(|t| t.id == *id).map(|t| &t.name), id.as_str())
            }
            _ => (None, ""),
        };
        name.filter(|n| !n.is_empty()).map_or(id, String::as_str).to_owned()
    }

    /// The question, as it is put to a person. A fact is asked for in whole where its text pack is there, by its
    /// label else.
    pub fn ask(&self, catalog: &Catalog, document: &Document, pack: Option<&TextPack>, lang: Lang) -> String {
        let name = self.about(document);
        let (fr, en) = match self.kind {
            Kind::Fact(at) => {
                let Some(fact) = catalog.facts.get(at) else { return name };
                return match pack.and_then(|p| p.facts.get(fact.id)) {
                    Some(whole) => fill(lang, "« {} » : {}", "“{}”: {}", &[&name, whole]),
                    None => {
                        let (fr, en) = ("« {} » : {}, oui ou non ?", "“{}”: {}, yes or no?");
                        fill(lang, fr, en, &[&name, fact.label.get(lang)])
                    }
                };
            }
            Kind::GrantDate => (
                "À quelle date la décision qualifie-t-elle « {} » ?",
                "From which day does the decision qualify “{}”?",
            ),
            Kind::Scope => (
                "Quelles couches la décision retient-elle dans sa portée, pour « {} » ?",
                "Which layers does the decision take into its scope, for “{}”?",
            ),
            Kind::AuditClause => (
                "Le contrat passé avec « {} » a-t-il la clause d’audit (15.2.b) ?",
                "Does the contract with “{}” have the audit clause (15.2.b)?",
            ),
            Kind::DataAccess => (
                "Quelles données « {} » peut-il techniquement atteindre (19.6.c) ?",
                "Which data are technically within the reach of “{}” (19.6.c)?",
            ),
            Kind::Autonomy => (
                "Sans « {} », par quoi le service continuerait-il (19.6.d) ?",
                "Without “{}”, by what would the service go on (19.6.d)?",
            ),
        };
        fill(lang, fr, en, &[&name])
    }

    /// Why it is open, and what counts until it is answered.
    pub fn why(&self, lang: Lang) -> String {
        let (fr, en) = match self.kind {
            Kind::Fact(_) => (
                "Personne n’a répondu : d’ici là, la réponse la plus exigeante compte.",
                "Nobody has answered: until then the more demanding answer counts.",
            ),
            Kind::GrantDate => (
                "Aucune date d’octroi n’est donnée : la qualification ne compte que jusqu’au jour où sa source la dit en cours.",
                "No grant date is given: the qualification counts only up to the day on which its source calls it current.",
            ),
            Kind::Scope => (
                "La portée n’est pas déclarée : elle est supposée entière.",
                "The scope is not declared: it is assumed to be whole.",
            ),
            Kind::AuditClause | Kind::DataAccess | Kind::Autonomy => (
                "Personne n’a répondu, et les exigences envers les tiers en dépendent.",
                "Nobody has answered, and the requirements on third parties hang on it.",
            ),
        };
        say(lang, fr, en)
    }
}
