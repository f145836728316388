//! What `--help` says: enough to learn the command from.

/// One line for wrong usage.
pub const SHORT: &str = "Try: socle --help";

/// The help on a subcommand, or on all of it.
pub fn text(topic: Option<&str>) -> &'static str {
    match topic {
        Some("scope") => SCOPE,
        Some("claims") => CLAIMS,
        Some("questions") => QUESTIONS,
        Some("report") => REPORT,
        Some("paper") => PAPER,
        Some("check") => CHECK,
        Some("catalog") => CATALOG,
        Some("diff") => DIFF,
        Some("responsibilities") => RESPONSIBILITIES,
        Some("eucs") => EUCS,
        Some("ownership") => OWNERSHIP,
        Some("calendar") => CALENDAR,
        _ => ALL,
    }
}

const ALL: &str = "\
socle: what a cloud service inherits, shares and keeps of SecNumCloud v3.2

Usage:
  socle catalog   [--scheme secnumcloud|eucs] [--format json]
  socle check     FILE
  socle scope     FILE --service ID [options]
  socle claims    FILE --service ID [options]
  socle questions FILE --service ID [options]
  socle diff      A B [options]
  socle report    FILE --service ID [options] > annex.html
  socle paper     FILE --service ID --paper split|position|not-covered [options]
  socle responsibilities FILE --service ID --base ID --matrix PATH|NAME [options]
  socle eucs      FILE --service ID --level basic|substantial|high [options]
  socle ownership FILE --provider ID [options]
  socle calendar  FILE --service ID [--from DAY] [--to DAY] [options]
  socle help      [COMMAND]

FILE is a socle/1 document (*.socle.json); - reads standard input.
Results go to standard output, messages to standard error.

Commands:
  catalog    the 278 requirements: bearings, splits, evidence, interlocks, readings
  check      what is wrong with a document, each issue with its code, place and remedy
  scope      the verdict on every requirement for one service, with parts and trace
  claims     what may be said of a service, and what may not
  questions  the fewest open questions whose answers settle the most requirements
  diff       two stacks side by side: what changed, which verdicts move, and why
  report     the audit annex of a service: one HTML file to read or to print
  paper      a split with the bases, points to settle, or what stays, to hand on
  responsibilities
             what a base's responsibility matrix leaves to the service above
  eucs       how far the dossier carries at a level of EUCS, the candidate scheme
  ownership  who owns a provider (19.6), and where things happen (19.2)
  calendar   plan, lives, days on which verdicts change, warnings, audits, checklists

Options of scope, claims, questions, report, paper and diff (see: socle help diff):
  --service ID            the service in question
  --as-of YYYY-MM-DD      the day asked for; the document's, else today
  --assume-candidates     count candidates as granted on their expected dates
  --reading ID=ANSWER     switch a reading (may be repeated); see: socle catalog
  --format json|csv|md    json carries both languages (csv: scope only; paper: html|md)
  --lang fr|en            the language of csv, md and html; en by default

Exit status:
  0  done
  1  the document has errors (they are listed)
  2  wrong usage
  3  the file cannot be read or is no socle/1 document

A verdict is this tool's advice, to be settled with the evaluation centre and
ANSSI's qualification officer. Nothing here is a decision of ANSSI.

Examples:
  socle check public/samples/s06.socle.json
  socle scope public/samples/s06.socle.json --service scalingo-paas --format md --lang fr
  socle scope stack.socle.json --service paas --reading own-premises=hosting-only --format csv
  jq '.services[0].id' stack.socle.json; cat stack.socle.json | socle claims - --service paas
";

const SCOPE: &str = "\
socle scope FILE --service ID [--as-of YYYY-MM-DD] [--assume-candidates]
            [--reading ID=ANSWER]... [--format json|csv|md] [--lang fr|en]

The verdict on each of the 278 requirements for one service of the document:
  inherited       every part lies with a qualified base
  shared          a part lies with a qualified base, another stays
  remains         no part lies with a qualified base
  not_applicable  its condition does not hold, or it bears on nothing the service has

json: counts over the 261 verified requirements and over all 278, then a verdict
each, with flags, parts (own, covered, exposed, missing, retained), basis,
confidence, readings and trace. csv: one row a requirement, cells that a
spreadsheet would take for formulas are defused. md: a document to read.

Example:
  socle scope public/samples/s06.socle.json --service scalingo-paas | jq .counts
";

const CLAIMS: &str = "\
socle claims FILE --service ID [--as-of YYYY-MM-DD] [--format json|md] [--lang fr|en]

What may be said of the service and what may not, each with its basis. A
qualification concerns one service on named activities, never a provider, a site
or software, and it is no certification.

Example:
  socle claims public/samples/s06.socle.json --service scalingo-paas --format md
";

const QUESTIONS: &str = "\
socle questions FILE --service ID [--as-of YYYY-MM-DD] [--assume-candidates]
                [--reading ID=ANSWER]... [--format json|md] [--lang fr|en]

At most five questions that nobody has answered, in the order to ask: together
they settle the most verified requirements, that is, nothing open is left on
which the verdict hangs. Facts of the service and of those evaluated with it,
grant dates and scopes of qualifications, and for third parties the audit
clause, the data within their reach and what answers 19.6.d.

json: for each question its place in the document, the requirements that hang
on it, how many are settled so far, and what each answer would move. A date has
no answers: it is read from the decision. Settled does not mean met.

Example:
  socle questions public/samples/s06.socle.json --service scalingo-paas --format md
";

const REPORT: &str = "\
socle report FILE --service ID [--as-of YYYY-MM-DD] [--assume-candidates]
             [--reading ID=ANSWER]... [--lang fr|en] > annex.html

The audit annex of a service as one HTML file that stands alone: what it was
computed from, the stack, readings, facts, counts and caveats, the 278
requirements with both parts, evidence and judgements, the reasoning behind each
verdict, what to obtain from each base, and what may be said. It is set to be
printed on A4, landscape.

Example:
  socle report public/samples/s06.socle.json --service scalingo-paas --lang fr > annex.html
";

const CHECK: &str = "\
socle check FILE

Lists what is wrong with a document as JSON: each issue with a stable code, a
severity, the JSON Pointer of its place and a sentence in both languages. Exit
status 1 when one of them is an error, 3 when the file is no socle/1 document.
Where the document names older rules (its key \"ruleset\"), what they have changed
since is told on standard error.

Example:
  socle check stack.socle.json | jq -r '.issues[] | \"\\(.at) \\(.en)\"'
";

const DIFF: &str = "\
socle diff A B [--service ID] [--service-b ID] [--as-of D] [--as-of-b D]
           [--reading ID=ANSWER]... [--reading-b ID=ANSWER]...
           [--assume-candidates] [--assume-candidates-b]
           [--format json|md] [--lang fr|en]

Two stacks side by side: files A and B, which may be one and the same. What
changed in the stack, each requirement with another verdict, where it goes
(gained, lost, now_applies, no_longer_applies), what made it go there and why, and
what there is to know where the verdict stays.

Options that end in -b are about B; those left out are taken from A. As soon as one
--reading-b is given, the --reading options are about A alone. Without --service, it
is the only service on which no other rests. The day is the option's, else that of
each document, else today.

Causes: edit (the document, or the service in question), time (the day, the
horizon), reading, candidates. One is named when it alone, brought to the first side
or taken back from the second, gives another verdict; where none does alone, all
that differ are named. The comparison says nothing of which side is better.

Examples:
  socle diff before.socle.json after.socle.json --format md --lang fr
  socle diff public/samples/s06.socle.json public/samples/s06.socle.json --service scalingo-paas --as-of-b 2029-01-01 --format md
  socle diff stack.socle.json stack.socle.json --reading-b own-premises=hosting-only | jq .summary.en
";

const CATALOG: &str = "\
socle catalog [--scheme secnumcloud] [--format json]

The catalogue as JSON: for each requirement its bearing, condition, basis,
confidence, reason, split (base_part, own_part), evidence, interlock, and the
readings that hang on it, then the readings and the facts.

Example:
  socle catalog | jq '.requirements[] | select(.bears_on.layers | index(\"facility\")) | .id'
";

const PAPER: &str = "\
socle paper FILE --service ID --paper split|position|not-covered
            [--as-of YYYY-MM-DD] [--assume-candidates] [--reading ID=ANSWER]...
            [--format html|md] [--lang fr|en]

A paper to hand on, in one language:
  split        base by base, who does what for each shared requirement, with empty
               columns for the base's answer: an annex to the contract
  position     readings and assumptions, with what hangs on each and how many
               verified verdicts another answer would change: the points to settle
               with the evaluation centre and ANSSI
  not-covered  for a service that is not qualified: the verified requirements that
               the qualifications of its stack do not answer for (3.3.1)

html (the default) stands alone as a file; md is for a dossier or a ticket.

Example:
  socle paper public/samples/s06.socle.json --service scalingo-paas --paper position --format md
";

const RESPONSIBILITIES: &str = "\
socle responsibilities FILE --service ID --base ID --matrix PATH|NAME

Reads a responsibility matrix (letters R, A, C, I; an activity a row, a column a
party) and lists, for the service that rests on the base: the shares that the
matrix leaves to it, row by row, with layer, requirements, confidence and reason;
rows that a person has to map; rows that it carries out without answering for
them; rows that are not concerned; and what is wrong with the matrix. Nothing is
changed: what is proposed is to be looked at.

Options:
  --service ID            the service above
  --base ID               the base on which it rests directly
  --matrix PATH           a Markdown file with pipe tables
  --matrix NAME           a published matrix: cloud-temple-iaas, cloud-temple-s3 or
                          cloud-temple-openshift (Cloud Temple, 17 April 2026, CC0-1.0)
  --customer HEAD         the head of the customer's column, where the heads leave a
                          doubt or mislead
  --format json|md        json (the default) carries both languages
  --lang fr|en            the language of md, and of a published matrix

Example:
  socle responsibilities public/samples/s01.socle.json --service openshift --base secure-temple --matrix cloud-temple-iaas --format md
";

const EUCS: &str = "\
socle eucs FILE --service ID --level basic|substantial|high [--as-of YYYY-MM-DD]
           [--assume-candidates] [--reading ID=ANSWER]... [--format json|csv|md]
           [--lang fr|en]

The service beside a level of EUCS, the European candidate scheme (draft of
December 2020; no version is adopted, no certificate exists). For each requirement
that the level asks for:
  met_by_base   SecNumCloud asks for as much, and all of it is inherited
  met_by_own    it asks for as much, and all of it remains
  met_by_both   it asks for as much, mixed or shared
  partly_met    something corresponds, and something is left
  beyond        read, and nothing in SecNumCloud corresponds
  not_assessed  nobody has compared it yet
Then what SecNumCloud asks beyond the level, 19.6 first, and what EUCS itself says
of building on others. The comparison is ours and is no conformity.

Example:
  socle eucs public/samples/s06.socle.json --service scalingo-paas --level high | jq .counts
";

const OWNERSHIP: &str = "\
socle ownership FILE --provider ID [--reading ID=ANSWER]... [--as-of YYYY-MM-DD]
                [--assume-candidates] [--format json|md] [--lang fr|en]

Chapter 19.6 for a provider, on what the document says of entities and holdings:
  seat            its three places inside the Union (19.6.a)
  capital, votes  non-EU holders: no more than 24 % each, 39 % together (19.6.b)
  rights          no veto, no appointment of a majority in non-EU hands (19.6.b)
  third_parties   third parties and exposed services: who is concerned, what they
                  can reach, what answers for their absence (19.6.c, 19.6.d)
  locations       what happens outside the Union, or nobody knows where (19.2)
Every test ends in pass, fail or unknown (cannot conclude); open lists what would
have to be said. Indirect stakes count by product and by control, both shown:
  --reading indirect-holding=stricter-of-both|product|control
  --reading thresholds-conjunction=two-limits|both-broken
  --reading listed-parent=declared-holders-count|look-through

Example:
  socle ownership stack.socle.json --provider north --format md --lang fr
";

const CALENDAR: &str = "\
socle calendar FILE --service ID [--from YYYY-MM-DD] [--to YYYY-MM-DD]
               [--as-of YYYY-MM-DD] [--assume-candidates] [--reading ID=ANSWER]...
               [--format json|md|ics] [--lang fr|en]

What the dates of a document mean for one service: its plan (services[].plan) step
by step, the life of each qualification and candidacy of its stack, every day after
--from and up to --to on which verdicts change, with the requirements and the cause,
what to be warned of, the audits that chapter 18.2 asks for, and two checklists.

--from is the day asked for where it is left out, --to ten years later. With
--assume-candidates, candidates count as granted on their expected dates, and so do
renewals that the document supposes; nothing is renewed otherwise. Nothing fills in
the months of a plan that nobody gave.

ics: one entry a day, to be taken into another calendar; exported again, an entry
keeps its identifier.

Examples:
  socle calendar public/samples/s06.socle.json --service scalingo-paas --format md
  socle calendar stack.socle.json --service paas --format ics --lang fr > paas.ics
";
