//! Repairs of identifiers, reliances, layers and qualifications, kind by kind.

use super::{QUALIFICATION, errors, first, found, labels, with};
use crate::{running::stack, wounds::in_place};
use catalog::{Lang, SECNUMCLOUD};
use model::repair::{self, repairs};
use serde_json::{Value, json};

#[test]
fn missing_keys() {
    // Others refer to it: its identifier is known.
    let root = in_place(&stack(), "/services/0/id", None);
    assert_eq!(labels(&root, "missing-key", "/services/0")[0], "Give the identifier “iaas”");
    assert_eq!(errors(&first(&root, "missing-key", "/services/0")), []);
    // Nobody does: it is made of the name.
    let root = in_place(&stack(), "/services/3/id", None);
    assert_eq!(labels(&root, "missing-key", "/services/3"), ["Give the identifier “alone”"]);

    let root = in_place(&stack(), "/services/1/provider", None);
    let choices = ["Choose the provider “Northern Cloud”", "Choose the provider “Atelier”"];
    assert_eq!(labels(&root, "missing-key", "/services/1"), choices);
    let root = json!({ "format": "socle/1", "services": [{ "id": "a", "activities": ["iaas"] }] });
    assert_eq!(labels(&root, "missing-key", "/services/0"), ["Create the provider “provider”"]);
    assert_eq!(errors(&first(&root, "missing-key", "/services/0")), []);

    let root = with(&[("/services/2/relies_on/0", json!({ "note": "which?" }))]);
    let choices =
        ["Rest on “Northern IaaS”", "Rest on “Atelier PaaS”", "Rest on “Alone”", "Remove this reliance"];
    assert_eq!(labels(&root, "missing-key", "/services/2/relies_on/0"), choices);

    let root = in_place(&stack(), "/holdings/0/held", None);
    assert_eq!(labels(&root, "missing-key", "/holdings/0"), ["Remove this holding"]);

    let share = |share: Value| {
        with(&[(
            "/services/1/relies_on/0",
            json!({ "service": "iaas", "layers": ["compute"], "retained": [share] }),
        )])
    };
    let at = "/services/1/relies_on/0/retained/0";
    assert_eq!(
        labels(&share(json!({ "reason": "row 7" })), "missing-key", at),
        ["Choose the layer “compute and hypervisor”"]
    );
    assert_eq!(
        labels(&share(json!({})), "missing-key", at).last().map(String::as_str),
        Some("Remove this share")
    );

    // A version is a fact: nobody but a person knows it.
    let root = in_place(&stack(), &format!("{QUALIFICATION}/version"), None);
    let (issue, found) = found(&root, "missing-key", QUALIFICATION);
    assert_eq!(found, []);
    assert!(repair::hint(&issue, Lang::Fr).is_some_and(|hint| !hint.contains("3.2")));
    let root = with(&[(QUALIFICATION, json!({ "vouched": true }))]);
    assert_eq!(
        labels(&root, "missing-key", QUALIFICATION),
        ["Remove this qualification, which says nothing"]
    );

    let root = with(&[(&format!("{QUALIFICATION}/events"), json!([{ "kind": "reinstated" }]))]);
    assert_eq!(
        labels(&root, "missing-key", &format!("{QUALIFICATION}/events/0")),
        ["Remove this event, which has no effect"]
    );
}

#[test]
fn identifiers() {
    // Bad letters: renamed wherever it stands.
    let root = with(&[
        ("/services/0/id", json!("IaaS du Nord")),
        ("/services/1/relies_on/0/service", json!("IaaS du Nord")),
        ("/third_parties/0/serves/0", json!("IaaS du Nord")),
    ]);
    assert_eq!(
        labels(&root, "bad-id", "/services/0/id"),
        ["Rename “IaaS du Nord” to “iaas-du-nord” everywhere"]
    );
    let mended = first(&root, "bad-id", "/services/1/relies_on/0/service");
    assert_eq!(mended, first(&root, "bad-id", "/services/0/id"));
    assert_eq!(errors(&mended), []);
    assert_eq!(mended["third_parties"][0]["serves"][0], "iaas-du-nord");
    // Not into one that is taken, unless it is a reference to it.
    let root = with(&[("/services/3/id", json!("PAAS"))]);
    assert_eq!(labels(&root, "bad-id", "/services/3/id"), ["Rename “PAAS” to “paas-2” everywhere"]);
    let root = with(&[("/services/2/relies_on/0/service", json!("PAAS"))]);
    assert_eq!(labels(&root, "bad-id", "/services/2/relies_on/0/service")[0], "Write “paas”");
    let root = with(&[("/services/1/provider", json!("Northern Cloud"))]);
    assert_eq!(
        labels(&root, "bad-id", "/services/1/provider")[..2],
        ["Write “north”", "Create the provider “Northern Cloud”"]
    );
    let root = with(&[("/services/3/id", json!(""))]);
    assert_eq!(labels(&root, "bad-id", "/services/3/id"), ["Give the identifier “alone”"]);

    let root = with(&[("/services/3/id", json!("saas"))]);
    assert_eq!(labels(&root, "duplicate-id", "/services/3/id"), ["Give the identifier “saas-2”"]);
    let root = with(&[("/services/3", stack()["services"][2].clone())]);
    let choices = ["Remove this copy of “saas”", "Give the identifier “saas-2”"];
    assert_eq!(labels(&root, "duplicate-id", "/services/3/id"), choices);

    let root = with(&[("/services/1/relies_on/0/service", json!("iaaas"))]);
    let choices = ["Write “iaas”", "Remove this reliance on “iaaas”"];
    assert_eq!(labels(&root, "unknown-id", "/services/1/relies_on/0/service"), choices);
    let root = with(&[("/services/1/provider", json!("south"))]);
    let choices = [
        "Create the provider “south”",
        "Choose the provider “Northern Cloud”",
        "Choose the provider “Atelier”",
    ];
    assert_eq!(labels(&root, "unknown-id", "/services/1/provider"), choices);
    let root = with(&[("/third_parties/0/serves/0", json!("nothing-like-it"))]);
    assert_eq!(
        labels(&root, "unknown-id", "/third_parties/0/serves/0"),
        ["Remove “nothing-like-it” from this list"]
    );
    let root = with(&[("/holdings/0/holder", json!("a-fund"))]);
    assert_eq!(
        labels(&root, "unknown-id", "/holdings/0/holder"),
        ["Create the entity “a-fund”", "Remove this holding"]
    );
    let root = with(&[("/providers/0/entity", json!("nort-sas"))]);
    assert_eq!(
        labels(&root, "unknown-id", "/providers/0/entity"),
        ["Write “north-sas”", "Create the entity “nort-sas”", "Remove “entity”"]
    );
}

#[test]
fn activities_and_reliances() {
    let root = with(&[("/services/1/activities", json!([]))]);
    let choices = [
        "Choose the activity IaaS",
        "Choose the activity CaaS",
        "Choose the activity PaaS",
        "Choose the activity SaaS",
    ];
    assert_eq!(labels(&root, "no-activity", "/services/1/activities"), choices);
    let root = with(&[("/services/1/activities", json!([])), ("/services/1/layers", json!(["middleware"]))]);
    assert_eq!(labels(&root, "no-activity", "/services/1/activities")[0], "Choose the activity PaaS");

    let root = with(&[("/services/1/relies_on/0/service", json!("paas"))]);
    assert_eq!(
        labels(&root, "self-reliance", "/services/1/relies_on/0/service"),
        ["Remove this reliance on “paas”"]
    );

    let root = with(&[("/services/0/relies_on", json!([{ "service": "saas" }]))]);
    let links = labels(&root, "cycle", "/services/0/relies_on");
    assert_eq!(links[0], "Remove the reliance of “Northern IaaS” on “Atelier SaaS”");
    assert_eq!(links.len(), 3);
    // Circles through the same services go one after the other.
    let root = with(&[(
        "/services/0/relies_on",
        json!([{ "service": "saas" }, { "service": "paas" }, { "service": "saas" }]),
    )]);
    let after = first(&root, "cycle", "/services/0/relies_on");
    assert_eq!(errors(&after).len(), 1);
    assert_eq!(errors(&first(&after, "cycle", "/services/0/relies_on")), []);

    let twice = json!([
        { "service": "iaas", "layers": ["compute"], "note": "one", "x-kept": 1 },
        { "service": "iaas", "layers": ["storage", "compute"], "note": "two", "retained": [{ "layer": "storage" }], "x-too": 2 }
    ]);
    let root = with(&[("/services/1/relies_on", twice)]);
    assert_eq!(
        labels(&root, "duplicate-reliance", "/services/1/relies_on/1"),
        ["Join the two reliances on “iaas”", "Remove this reliance on “iaas”"]
    );
    let joined = json!([{ "service": "iaas", "layers": ["compute", "storage"], "note": "one\ntwo", "x-kept": 1, "retained": [{ "layer": "storage" }], "x-too": 2 }]);
    assert_eq!(
        first(&root, "duplicate-reliance", "/services/1/relies_on/1")["services"][1]["relies_on"],
        joined
    );
    let root = with(&[(
        "/services/1/relies_on",
        json!([{ "service": "iaas", "layers": ["compute"] }, { "service": "iaas" }]),
    )]);
    assert_eq!(
        first(&root, "duplicate-reliance", "/services/1/relies_on/1")["services"][1]["relies_on"],
        json!([{ "service": "iaas" }])
    );
}

#[test]
fn layers() {
    let reliance = |layers: Value| json!([{ "service": "iaas", "layers": layers }]);
    let at = "/services/1/relies_on/0/layers";
    let root = with(&[("/services/1/relies_on", reliance(json!(["compute", "os"])))]);
    assert_eq!(labels(&root, "not-offered", at), ["Take “operating systems” out of this reliance"]);
    let declared =
        ("/services/0/layers", json!(["facility", "hardware", "fabric", "compute", "storage", "sdn"]));
    let root = with(&[("/services/1/relies_on", reliance(json!(["os"]))), declared]);
    assert_eq!(
        labels(&root, "not-offered", at),
        [
            "Take out “operating systems”: this reliance then brings no layer at all",
            "Declare that “Northern IaaS” operates “operating systems”",
            "Remove “layers”: this reliance then brings all that it can"
        ]
    );

    let share = json!([{ "service": "iaas", "layers": ["storage"], "retained": [{ "layer": "compute" }] }]);
    let root = with(&[("/services/1/relies_on", share)]);
    let at = "/services/1/relies_on/0/retained/0/layer";
    assert_eq!(
        labels(&root, "retained-not-supplied", at),
        ["Remove the share left on “compute and hypervisor”"]
    );

    // 11.2.2.a bears on the hosting rooms only.
    let share =
        json!([{ "service": "iaas", "retained": [{ "layer": "compute", "requirements": ["11.2.2.a"] }] }]);
    let root = with(&[("/services/1/relies_on", share)]);
    let at = "/services/1/relies_on/0/retained/0/requirements/0";
    assert_eq!(labels(&root, "does-not-bear", at), ["Remove this share"]);
    let reserves = format!("{QUALIFICATION}/reserves");
    let at = format!("{reserves}/0/requirements/0");
    let root =
        with(&[(&reserves, json!([{ "layers": ["facility", "compute"], "requirements": ["11.2.2.a"] }]))]);
    assert_eq!(labels(&root, "does-not-bear", &at), ["Keep in this reserve only: hosting rooms"]);
    let root = with(&[(
        &reserves,
        json!([{ "layers": ["facility", "compute"], "requirements": ["11.2.2.a", "12.11.a"], "x": 1 }]),
    )]);
    assert_eq!(
        labels(&root, "does-not-bear", &at),
        ["Put 11.2.2.a into a reserve of its own, on: hosting rooms"]
    );
    let apart = &first(&root, "does-not-bear", &at)["services"][0]["qualifications"][0]["reserves"][1];
    assert_eq!(*apart, json!({ "layers": ["facility"], "requirements": ["11.2.2.a"], "x": 1 }));
    let root =
        with(&[(&reserves, json!([{ "layers": ["compute"], "requirements": ["11.2.2.a", "12.11.a"] }]))]);
    assert_eq!(labels(&root, "does-not-bear", &at), ["Remove “11.2.2.a” from this list"]);

    let covers = format!("{QUALIFICATION}/covers");
    let root = with(&[(&covers, json!(["os"]))]);
    assert_eq!(
        labels(&root, "covers-not-held", &covers),
        ["Take “operating systems” out of the scope: the qualification then covers nothing"]
    );
    let declared = ("/services/0/layers", json!(["facility"]));
    let root = with(&[(&covers, json!(["facility", "os"])), declared]);
    let choices = [
        "Take “operating systems” out of the scope",
        "Declare that “Northern IaaS” operates “operating systems”",
    ];
    assert_eq!(labels(&root, "covers-not-held", &covers), choices);
}

#[test]
fn qualifications_and_holdings() {
    let root = in_place(&stack(), &format!("{QUALIFICATION}/granted"), None);
    let (issue, none) = found(&root, "never-holds", QUALIFICATION);
    assert_eq!(none, []);
    assert!(repair::hint(&issue, Lang::En).is_some_and(|hint| hint.contains("2026-11-22")));

    let at = format!("{QUALIFICATION}/evidence");
    let root = with(&[(&at, json!("press"))]);
    assert_eq!(labels(&root, "press-only", &at), ["Vouch for this qualification myself: it then counts"]);

    let root = with(&[("/holdings/0/capital", json!([30, 20]))]);
    assert_eq!(labels(&root, "range-reversed", "/holdings/0/capital"), ["Write [20,30]"]);

    let holding = json!({ "holder": "holder", "held": "north-sas", "capital": 60 });
    let root = with(&[("/holdings", json!([holding, holding]))]);
    let (issue, none) = found(&root, "holdings-exceed", "/entities/0");
    assert_eq!(none, []);
    assert!(repair::hint(&issue, Lang::En).is_some());
}

#[test]
fn an_issue_of_another_document_has_no_repair() {
    let root = with(&[("/as_of", json!("2026/11/22"))]);
    let (issue, _) = found(&root, "bad-date", "/as_of");
    assert_eq!(repairs(&SECNUMCLOUD, &stack(), &issue), []);
    assert_eq!(repairs(&SECNUMCLOUD, &json!({ "format": "socle/2" }), &issue), []);
}

/// Above the size in which each repair is tried, there are repairs all the same.
#[test]
fn large_documents_have_repairs() {
    let root = with(&[("/as_of", json!("2026/11/22")), ("/x-large", json!("x".repeat(300_000)))]);
    assert_eq!(labels(&root, "bad-date", "/as_of")[0], "Write 2026-11-22");
}
