//! Open questions in words: what to ask a person, and why it is open.

use super::{Kind, OpenQuestion};
use crate::{
    document::{Document, Item},
    words::say,
};
use catalog::{Catalog, Lang, text::TextPack};

impl OpenQuestion {
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
        if let Kind::Fact(at) = self.kind {
            let Some(fact) = catalog.facts.get(at) else { return name };
            let asked = match pack.and_then(|p| p.facts.get(fact.id)) {
                Some(whole) => whole.clone(),
                None => format!("{}{}", fact.label.get(lang), say(lang, ", oui ou non ?", ", yes or no?")),
            };
            return say(lang, &format!("« {name} » : {asked}"), &format!("“{name}”: {asked}"));
        }
        let ((fr, fr_end), (en, en_end)) = match self.kind {
            Kind::Fact(_) | Kind::GrantDate => (
                ("À quelle date la décision qualifie-t-elle « ", " » ?"),
                ("From which day does the decision qualify “", "”?"),
            ),
            Kind::Scope => (
                ("Quelles couches la décision retient-elle dans la portée de « ", " » ?"),
                ("Which layers does the decision take into the scope of “", "”?"),
            ),
            Kind::AuditClause => (
                ("Le contrat passé avec « ", " » a-t-il la clause d’audit (15.2.b) ?"),
                ("Does the contract with “", "” have the audit clause (15.2.b)?"),
            ),
            Kind::DataAccess => (
                ("Quelles données sont techniquement à la portée de « ", " » (19.6.c) ?"),
                ("Which data are technically within the reach of “", "” (19.6.c)?"),
            ),
            Kind::Autonomy => (
                ("Sans « ", " », par quoi le service continuerait-il (19.6.d) ?"),
                ("Without “", "”, by what would the service go on (19.6.d)?"),
            ),
        };
        say(lang, &format!("{fr}{name}{fr_end}"), &format!("{en}{name}{en_end}"))
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
