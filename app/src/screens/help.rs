//! Help: how requirements are counted, what composition is and is not in the text, the readings, the words, the
//! shortcuts, privacy.

use super::{icons, notice, privacy};
use crate::ui::prelude::*;
use crate::{
    actions::ACTIONS,
    state::{CATALOG, State},
    words::t,
};
use catalog::Lang;
use model::{verdict::Outcome, words};

/// The help page.
pub fn help(state: State, lang: Lang) -> View {
    let verdicts: Vec<_> = Outcome::ALL
        .into_iter()
        .map(|o| {
            let (fr, en) = match o {
                Outcome::Inherited => (
                    "Tout ce sur quoi l’exigence porte est tenu par un service qualifié. Il reste à garder l’attestation et à suivre ses dates.",
                    "All that the requirement bears on lies with a qualified service. Keep the attestation and watch its dates.",
                ),
                Outcome::Shared => (
                    "Une part est tenue par un service qualifié, une autre demeure : les deux sont écrites.",
                    "One part lies with a qualified service, another stays: both are written out.",
                ),
                Outcome::Remains => (
                    "Aucune part n’est tenue par un service qualifié. Le doute mène toujours ici.",
                    "No part lies with a qualified service. Doubt always leads here.",
                ),
                Outcome::NotApplicable => (
                    "La condition que pose le texte n’est pas remplie, ou le service n’a rien de ce sur quoi l’exigence porte.",
                    "The condition in the text does not hold, or the service has nothing that the requirement bears on.",
                ),
            };
            view! {
                <dt class=format!("verdict {}", o.id())>{icons::verdict(o)}{words::outcome(o, lang)}</dt>
                <dd>{t(lang, fr, en)}</dd>
            }
        })
        .collect();
    let counts: Vec<_> = [
        ("278", "les exigences lettrées des chapitres 5 à 19 (de 5.1.a à 19.6.f) : l’unité du texte, et celle de Socle.", "the lettered requirements of chapters 5 to 19 (5.1.a to 19.6.f): the unit of the text, and of Socle."),
        ("261", "celles qui sont vérifiées : les 278 moins 17 recommandations, que le texte donne comme bonnes pratiques (3.1).", "those that are verified: the 278 less 17 recommendations, which the text gives as good practice (3.1)."),
        ("363", "les points obtenus en comptant chaque élément d’énumération pour un, sans les recommandations (380 avec elles).", "the points obtained by counting each enumerated item as one, without recommendations (380 with them)."),
        ("92", "les sections (de 5.1 à 19.6), dont trois se divisent en huit sous-sections.", "the sections (5.1 to 19.6), three of which divide into eight sub-sections."),
        ("700", "un nombre parfois cité ; aucune règle publiée ne le retrouve.", "a number sometimes quoted; no published rule reproduces it."),
        ("1 200", "autre chose : les contrôles de la grille d’évaluation, plusieurs par exigence.", "something else: the checks of the evaluation grid, several a requirement."),
    ]
    .into_iter()
    .map(|(n, fr, en)| {
        let n = if lang == Lang::En { n.replace(' ', ",") } else { n.replace(' ', "\u{202f}") };
        view! { <dt>{n}</dt><dd>{t(lang, fr, en)}</dd> }
    })
    .collect();
    let layers: Vec<_> = catalog::Layer::ALL
        .into_iter()
        .rev()
        .map(|l| {
            let (fr, en) = layer_meaning(l);
            view! { <dt>{words::layer(l, lang)}</dt><dd>{t(lang, fr, en)}</dd> }
        })
        .collect();
    let readings: Vec<_> = CATALOG
        .readings
        .iter()
        .map(|r| {
            let id = r.id.id();
            let text = move |pick: fn(&catalog::text::ReadingText) -> &String| {
                move || {
                    state.pack.with(|p| p.as_ref().and_then(|p| p.readings.get(id).map(|x| pick(x).clone())))
                }
            };
            let answers: Vec<_> = r
                .answers
                .iter()
                .zip(r.labels)
                .map(|(answer, label)| {
                    let answer: &'static str = answer;
                    let meaning = move || {
                        state.pack.with(|p| {
                            p.as_ref().and_then(|p| p.readings.get(id)?.answers.get(answer).cloned())
                        })
                    };
                    view! { <li><strong>{label.get(lang)}</strong>{t(lang, " : ", ": ")}{meaning}</li> }
                })
                .collect();
            view! {
                <article class="reading">
                    <h3>{r.label.get(lang)}</h3>
                    <p>{text(|x| &x.question)}</p>
                    <ol>{answers}</ol>
                    <p class="quiet">{text(|x| &x.reason)}</p>
                </article>
            }
        })
        .collect();
    let shortcuts: Vec<_> = ACTIONS
        .iter()
        .filter(|a| !a.chords.is_empty())
        .map(|a| (a, a.chords.iter().map(|c| c.show(lang)).collect::<Vec<_>>().join(" · ")))
        .map(|(a, keys)| {
            view! { <tr><th scope="row">{t(lang, a.label.0, a.label.1)}</th><td><kbd>{keys}</kbd></td></tr> }
        })
        .collect();
    view! {
        <div class="help">
            <h1>{t(lang, "Aide", "Help")}</h1>
            <p class="notice">{notice(lang)}</p>
            <section>
                <h2>{t(lang, "Ce que disent les verdicts", "What the verdicts say")}</h2>
                <dl>{verdicts}</dl>
            </section>
            <section>
                <h2>{t(lang, "Comment les exigences se comptent", "How requirements are counted")}</h2>
                <dl class="numbers">{counts}</dl>
                <p>{t(lang, "Le grand décompte porte toujours sur les 261 ; celui des 278 est donné à côté. Une exigence sans objet est comptée à part.", "The headline is always over the 261; the count over all 278 stands beside it. A requirement that does not apply is counted apart.")}</p>
            </section>
            <section>
                <h2>{t(lang, "La composition, dans le texte et hors du texte", "Composition, in the text and outside it")}</h2>
                <p>{t(lang, "Le mot « composition » n’est pas dans le texte que nous avons lu : la presse et les praticiens l’emploient. Le référentiel ne publie aucune liste d’exigences héritées.", "The word “composition” is not in the text that we read: the press and practitioners use it. The référentiel publishes no list of inherited requirements.")}</p>
                <ul>
                    <li>{t(lang, "Toutes les exigences valent sur la portée choisie, faite d’activités du chapitre 2 (3.2).", "All requirements hold on the chosen scope, made of activities of chapter 2 (3.2).")}</li>
                    <li>{t(lang, "Trois exigences nomment le cas où un IaaS, un CaaS ou un PaaS sert de socle à un service d’un autre type (9.6.i, 9.6.j, 9.6.k).", "Three requirements name the case of an IaaS, a CaaS or a PaaS taken as the base of another type of service (9.6.i, 9.6.j, 9.6.k).")}</li>
                    <li>{t(lang, "L’audit de configuration d’un service autre qu’IaaS s’en tient à ce qui est dans son périmètre (18.2.2.a).", "The configuration audit of a service other than IaaS keeps to what lies in its own scope (18.2.2.a).")}</li>
                    <li>{t(lang, "Le socle, même qualifié, reste un tiers : il est listé, tenu par contrat, contrôlé et suivi (15.1 à 15.5).", "The base, even a qualified one, stays a third party: listed, bound by contract, checked and followed (15.1 to 15.5).")}</li>
                    <li>{t(lang, "Pour une société tierce non européenne, une qualification tient lieu d’autonomie d’exploitation (19.6.d).", "For a non-European third company, a qualification stands in place of operating autonomy (19.6.d).")}</li>
                </ul>
                <p>{t(lang, "Tout le reste est une règle de Socle : elle porte son fondement (texte, pratique publiée ou raisonnement) et sa confiance.", "All else is a rule of Socle: it carries its basis (text, published practice or reasoning) and its confidence.")}</p>
            </section>
            <section>
                <h2>{t(lang, "Les couches", "The layers")}</h2>
                <p>{t(lang, "À côté des couches se tient le prestataire : gouvernance, personnel, locaux, postes d’administration, développement, fournisseurs, incidents, continuité, personne morale. Cela ne s’hérite jamais d’une autre personne morale.", "Beside the layers stands the provider: governance, people, premises, administration posts, development, suppliers, incidents, continuity, legal person. It is never inherited from another legal person.")}</p>
                <dl>{layers}</dl>
            </section>
            <section>
                <h2>{t(lang, "Les lectures", "The readings")}</h2>
                <p>{t(lang, "Là où le texte laisse un choix, Socle le nomme, retient d’abord la réponse la plus exigeante, et laisse la changer. Les verdicts qui en dépendent le disent.", "Where the text leaves a choice, Socle names it, takes the more demanding answer first, and lets it be switched. Verdicts that hang on it say so.")}</p>
                {readings}
            </section>
            <section>
                <h2>{t(lang, "Raccourcis", "Shortcuts")}</h2>
                <table class="shortcuts">
                    <caption class="away">{t(lang, "Actions et touches", "Actions and keys")}</caption>
                    <thead><tr><th scope="col">{t(lang, "Action", "Action")}</th><th scope="col">{t(lang, "Touches", "Keys")}</th></tr></thead>
                    <tbody>
                        {shortcuts}
                        <tr><th scope="row">{t(lang, "Fermer l’exigence ouverte", "Close the open requirement")}</th><td><kbd>{t(lang, "Échap", "Esc")}</kbd></td></tr>
                    </tbody>
                </table>
            </section>
            {privacy::privacy(state, lang)}
            <section>
                <h2>{t(lang, "Version", "Version")}</h2>
                <p class="quiet">
                    {format!("Socle {} · SecNumCloud {} · ", env!("CARGO_PKG_VERSION"), CATALOG.version)}
                    {t(lang, &format!("règles {}, empreinte {}", CATALOG.ruleset, CATALOG.hash), &format!("rules {}, hash {}", CATALOG.ruleset, CATALOG.hash))}
                </p>
            </section>
        </div>
    }
}

const fn layer_meaning(layer: catalog::Layer) -> (&'static str, &'static str) {
    use catalog::Layer;
    match layer {
        Layer::Facility => (
            "salles, énergie, climatisation, câblage (les « zones sensibles »)",
            "rooms, power, cooling, cabling (the “sensitive areas”)",
        ),
        Layer::Hardware => (
            "serveurs, baies, équipements réseau, pièces et supports",
            "servers, storage devices, network equipment, spares and media",
        ),
        Layer::Fabric => (
            "réseau et liens physiques de l’infrastructure",
            "the infrastructure’s physical network and links",
        ),
        Layer::Compute => (
            "hyperviseur, machines virtuelles, serveurs nus",
            "hypervisor, virtual machines, bare-metal provisioning",
        ),
        Layer::Storage => ("services de blocs, de fichiers et d’objets", "block, file and object services"),
        Layer::Sdn => ("réseaux virtuels et filtrage offert", "virtual networks and the filtering offered"),
        Layer::Os => ("systèmes et images sous le service", "systems and images under the service"),
        Layer::Orchestration => {
            ("orchestrateur et registre de conteneurs", "container orchestrator and registry")
        }
        Layer::Middleware => (
            "environnements d’exécution, bases de données, services managés",
            "runtimes, databases, managed services",
        ),
        Layer::Application => {
            ("l’application métier et son interface", "the business application and its interface")
        }
    }
}
