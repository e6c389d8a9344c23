//! Promise: settings that cannot be used are refused at start, with the key and the reason; the examples can be used.

use campagnodon::distant::standalone::StandaloneSettings;
use campagnodon::protocol::{Frequency, Operation};
use campagnodon::relay::settings::RelaySettings;
use campagnodon::relay::{Clock, Relay, Site};
use std::path::{Path, PathBuf};
use std::process::Command;

fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("settings-{}-{name}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    for secret in ["relay.secret", "site.key", "api.key"] {
        std::fs::write(folder.join(secret), "a secret of the tests, of forty characters").unwrap();
    }
    folder
}

const GOOD: &str = r#"
secret = { file = "relay.secret" }
privacy = "in_page"
[options]
[distants.main]
server = "http://127.0.0.1:9"
site_key = { file = "site.key" }
api_key = { file = "api.key" }
[forms.don]
distant = "main"
campaign = 1
operations = "donation"
"#;

/// Rules of tax relief, before the first form.
fn tax_rules(each: &[&str]) -> String {
    let rule =
        |keys: &&str| format!("[[tax_rules]]\nregime = \"own\"\nfrom = 2026-01-01\nsource = \"a law\"\n{keys}\n");
    each.iter().map(rule).collect::<String>() + "[forms.don]"
}

fn refusal(name: &str, text: &str) -> String {
    let folder = folder(name);
    let file = folder.join("relay.toml");
    std::fs::write(&file, text).unwrap();
    let outcome = RelaySettings::read(&file)
        .map_err(|error| error.to_string())
        .and_then(|settings| Relay::open(&settings, &folder).map(drop).map_err(|error| error.to_string()));
    std::fs::remove_dir_all(&folder).unwrap();
    outcome.err().unwrap_or_default()
}

#[test]
fn every_example_can_be_used() {
    let config = Path::new(env!("CARGO_MANIFEST_DIR")).join("config");
    let folder = folder("config");
    for name in ["relay.toml", "demo-relay.toml"] {
        // The keys are in the environment there, which a test cannot set.
        let text = std::fs::read_to_string(config.join(name)).unwrap();
        let text = text.replace("{ env = \"CAMPAGNODON_SECRET\" }", "{ file = \"relay.secret\" }");
        let text = text.replace("{ env = \"CAMPAGNODON_SITE_KEY\" }", "{ file = \"site.key\" }");
        let text = text.replace("{ env = \"CAMPAGNODON_API_KEY\" }", "{ file = \"api.key\" }");
        let text = text.replace("\"../", &format!("\"{}/../", config.display()));
        std::fs::write(folder.join(name), text).unwrap();
        let settings = RelaySettings::read(&folder.join(name)).unwrap();
        let site = Site::new(&settings, &folder, &Clock::default()).unwrap();
        assert!(!site.forms.is_empty());
    }
    for name in ["distant.toml", "demo-distant.toml"] {
        StandaloneSettings::read(&config.join(name)).unwrap();
    }
    std::fs::remove_dir_all(&folder).unwrap();
}

/// A subscription, in the place of the first form's heading.
fn subscription(kind: &str, remote_key: &str) -> String {
    let table = "[[distants.main.subscriptions]]\nkey = \"x\"\nlabel = \"x\"";
    format!("{table}\ntype = \"{kind}\"\nremote_key = \"{remote_key}\"\n[forms.don]")
}

/// A question of the first form, in the place of its campaign.
fn question(key: &str, choices: &str) -> String {
    format!("campaign = 1\nquestions = [{{ key = \"{key}\", label = \"x\", choices = [{choices}] }}]")
}

/// Settings of a form whose purposes are these, called `p0`, `p1` and so on.
fn purposes(kinds: &[&str]) -> String {
    let purpose = |(at, kind): (usize, &&str)| match *kind {
        "" => format!("{{ key = \"p{at}\", label = \"x\" }}"),
        kind => format!("{{ key = \"p{at}\", label = \"x\", {kind} }}"),
    };
    format!("campaign = 1\npurposes = [{}]", kinds.iter().enumerate().map(purpose).collect::<Vec<_>>().join(", "))
}

#[test]
fn bad_settings_are_refused_with_the_key_and_the_reason() {
    assert_eq!(refusal("good", GOOD), "");
    for (name, (from, to), expected) in [
        ("unknown", ("[options]", "colour = 1\n[options]"), &["unknown field `colour`", "line 4"][..]),
        ("no-privacy", ("privacy = \"in_page\"\n", ""), &["privacy:", "controller", "in_page"]),
        ("privacy", ("\"in_page\"", "{ controller = \"Us\", contact = \"us\" }"), &["privacy.contact", "\"us\""]),
        ("siren", ("[options]", "[legal]\nsiren = \"123456789\"\n[options]"), &["legal.siren", "123456789"]),
        (
            "inline-secret",
            ("{ file = \"relay.secret\" }", "\"hunter2\""),
            &["a secret is never written in the settings"],
        ),
        ("missing-secret", ("\"relay.secret\"", "\"none.secret\""), &["secret:", "none.secret"]),
        (
            "no-environment",
            ("{ file = \"relay.secret\" }", "{ env = \"CAMPAGNODON_NONE\" }"),
            &["secret:", "CAMPAGNODON_NONE"],
        ),
        (
            "amount",
            ("[options]", "[options]\ndonation_amounts = \"30,x\""),
            &["options.donation_amounts", "\"x\"", "13[-450]"],
        ),
        (
            "bounds",
            ("[options]", "[options]\ndonation_minimum = 9\ndonation_maximum = 8"),
            &["options.donation_maximum", "below the minimum"],
        ),
        (
            "country",
            ("[options]", "[options]\ndefault_country = \"France\""),
            &["options.default_country", "ISO 3166-1"],
        ),
        (
            "field",
            ("[options]", "[options.fields]\nphone = \"no\""),
            &["unknown variant `no`", "expected one of `off`, `optional`, `required`", "phone"],
        ),
        (
            "field-of-a-form",
            ("operations = \"donation\"", "operations = \"donation\"\nfields = { city = \"off\" }"),
            &["unknown field `city`", "`birth_date`"],
        ),
        (
            "nobody-agrees",
            ("[options]", "[options]\nstatutes = { label = \"x\", for = [] }"),
            &["options.statutes.for", "names nobody"],
        ),
        (
            "statutes-link",
            ("campaign = 1", "campaign = 1\nstatutes = { label = \"x\", url = \"statuts\" }"),
            &["forms.don.statutes.url", "\"statuts\"", "/contact.html"],
        ),
        (
            "question-key",
            ("campaign = 1", &question("Topic", "{ value = \"a\", label = \"a\" }")),
            &["forms.don.questions", "\"Topic\"", "lower-case letters"],
        ),
        (
            "question-twice",
            ("campaign = 1", &question("topic", "{ value = \"a\", label = \"a\" }, { value = \"a\", label = \"b\" }")),
            &["forms.don.questions", "\"a\" is listed twice"],
        ),
        (
            "question-type",
            (
                "campaign = 1",
                &question("topic", "{ value = \"a\", label = \"a\", type = \"mail\", remote_key = \"a\" }"),
            ),
            &["forms.don.questions", "unknown type \"mail\"", "group, tag or opt-in"],
        ),
        (
            "question-remote",
            ("campaign = 1", &question("topic", "{ value = \"a\", label = \"a\", type = \"tag\" }")),
            &["forms.don.questions", "remote_key of \"a\" is missing"],
        ),
        ("no-choices", ("campaign = 1", &question("topic", "")), &["forms.don.questions", "no choices"]),
        (
            "no-titles",
            ("[distants.main]", "[options.fields]\ntitle = \"required\"\n[distants.main]\ntitles = []"),
            &["forms.don", "fields.title", "no titles"],
        ),
        (
            "regime",
            ("[options]", "[options]\ntax_relief = \"gifts\""),
            &["options.tax_relief", "\"gifts\"", "none, aid_to_people_in_difficulty, general_interest"],
        ),
        (
            "percent",
            ("[forms.don]", &tax_rules(&["percent = 101"])),
            &["tax_rules", "\"own\"", "percent: 101 is more than 100"],
        ),
        ("ceiling", ("[forms.don]", &tax_rules(&["percent = 66\nceiling = 1000"])), &["tax_rules", "percent_beyond"]),
        ("tax-day", ("[forms.don]", &tax_rules(&["percent = 66\nto = 2026-02-30"])), &["line", "2026-02-30"]),
        (
            "overlap",
            ("[forms.don]", &tax_rules(&["percent = 66", "percent = 50"])),
            &["tax_rules", "\"own\"", "the rule from 2026-01-01 still holds on 2026-01-01"],
        ),
        ("distant", ("distant = \"main\"", "distant = \"other\""), &["forms.don.distant", "distants.other"]),
        ("form-amount", ("campaign = 1", "campaign = 1\namounts = \"5.5\""), &["forms.don.amounts", "\"5.5\""]),
        (
            "subscription",
            ("campaign = 1", "campaign = 1\nsubscriptions = [\"x\"]"),
            &["forms.don.subscriptions", "\"x\""],
        ),
        ("page", ("campaign = 1", "campaign = 1\npage = \"x.html\""), &["forms.don.page"]),
        (
            "thanks",
            ("campaign = 1", "campaign = 1\nthanks = \"http://example.org/merci\""),
            &["forms.don.thanks", "\"http://example.org/merci\"", "/thanks"],
        ),
        (
            "tag-thanks",
            (
                "[options]",
                "[tags]\nkey = { file = \"relay.secret\" }\n[[tags.campaigns]]\ndistant = \"main\"\nid = 1\nthanks = \"merci\"\n[options]",
            ),
            &["tags.campaigns, number 1.thanks", "\"merci\""],
        ),
        (
            "logo",
            ("[options]", "[site]\nlogo = \"https://elsewhere.example/logo.svg\"\n[options]"),
            &["site.logo", "https://elsewhere.example/logo.svg", "nothing from elsewhere"],
        ),
        ("home", ("[options]", "[site]\nhome = \"accueil\"\n[options]"), &["site.home", "\"accueil\""]),
        ("contact", ("[options]", "[site]\ncontact = \"us\"\n[options]"), &["site.contact", "\"us\"", "/contact.html"]),
        (
            "no-pages",
            ("[options]", "[site]\npayment_page = \"payment.html\"\n[options]"),
            &["site.payment_page", "no folder: pages"],
        ),
        (
            "payment-page",
            ("[options]", "pages = \".\"\n[site]\npayment_page = \"relay.toml\"\n[options]"),
            &["site.payment_page", "relay.toml has no <campagnodon-payment></campagnodon-payment>"],
        ),
        (
            "error-page",
            ("[options]", "pages = \".\"\n[site]\nerror_page = \"none.html\"\n[options]"),
            &["site.error_page", "cannot read", "none.html"],
        ),
        ("operations", ("\"donation\"", "\"gift\""), &["gift", "donation", "both"]),
        (
            "language",
            ("campaign = 1", "campaign = 1\nlanguage = \"eo\""),
            &["forms.don.language", "\"eo\"", "languages fr, en"],
        ),
        ("server", ("http://127.0.0.1:9", "http://crm.example.org"), &["distants.main.server"]),
        ("form-name", ("[forms.don]", "[forms.\"Don 1\"]"), &["forms.Don 1"]),
        ("text", ("[options]", "[texts.fr]\n\"form.submitt\" = \"x\"\n[options]"), &["texts.fr", "form.submitt"]),
        ("timeout", ("[options]", "[delivery]\nprobe_seconds = 0\n[options]"), &["nonzero", "probe_seconds = 0"]),
        ("connections", ("secret =", "max_connections = 0\nsecret ="), &["nonzero", "max_connections = 0"]),
        ("forget", ("secret =", "forget_keys_after_days = 0\nsecret ="), &["nonzero", "forget_keys_after_days = 0"]),
        ("at-once", ("[forms.don]", "at_once = 70000\n[forms.don]"), &["70000", "at_once"]),
        ("cost", ("[options]", "[captcha]\ncost = 10\n[options]"), &["captcha.cost", "1000 to 100000"]),
        (
            "lifetime",
            ("[options]", "[captcha]\nlifetime_seconds = 5\n[options]"),
            &["captcha.lifetime_seconds", "60 to"],
        ),
        ("policy", ("[options]", "[captcha]\nwithout_scripts = \"ask\"\n[options]"), &["`ask`", "refuse", "accept"]),
        (
            "unguarded",
            ("[options]", "[captcha]\nenabled = true\nwithout_scripts = \"accept\"\n[options]"),
            &["captcha.without_scripts", "guard.minimum_seconds"],
        ),
        ("minimum", ("[options]", "[guard]\nminimum_seconds = 61\n[options]"), &["guard.minimum_seconds", "0 to 60"]),
        (
            "proxy",
            ("[options]", "[guard]\ntrusted_proxies = [\"proxy\"]\nclient_header = \"x-real-ip\"\n[options]"),
            &["guard.trusted_proxies", "\"proxy\"", "10.0.0.0/8"],
        ),
        ("no-header", ("[options]", "[guard]\ntrusted_proxies = [\"::1\"]\n[options]"), &["guard.client_header"]),
        ("no-proxy", ("[options]", "[guard]\nclient_header = \"x-real-ip\"\n[options]"), &["guard.trusted_proxies"]),
        (
            "header",
            ("[options]", "[guard]\ntrusted_proxies = [\"::1\"]\nclient_header = \"Forwarded\"\n[options]"),
            &["guard.client_header", "x-forwarded-for"],
        ),
        (
            "label",
            ("[forms.don]", "titles = [{ value = \"1\", label = { eo = \"S-ino\" } }]\n[forms.don]"),
            &["\"eo\"", "languages fr, en", "line 9"],
        ),
        (
            "monthly-bounds",
            ("[options]", "[options]\nmonthly_membership_minimum = 9\nmonthly_membership_maximum = 8"),
            &["options.monthly_membership_maximum", "below the minimum"],
        ),
        (
            "maintenance-link",
            ("[options]", "[maintenance_link]\nurl = \"contact.html\"\n[options]"),
            &["maintenance_link.url", "\"contact.html\"", "/contact.html"],
        ),
        (
            "closed-link",
            ("campaign = 1", "campaign = 1\nclosed_link = { url = \"javascript:a\" }"),
            &["forms.don.closed_link.url", "\"javascript:a\""],
        ),
        (
            "from",
            ("campaign = 1", "campaign = 1\nfrom = [\"letter 12\"]"),
            &["forms.don.from", "\"letter 12\"", "letter-12"],
        ),
        ("from-twice", ("campaign = 1", "campaign = 1\nfrom = [\"a\", \"a\"]"), &["forms.don.from", "listed twice"]),
        (
            "from-source",
            (
                "[forms.don]",
                &format!("source = \"{}\"\n[forms.don]\nfrom = [\"a\", \"{}\"]", "b".repeat(63), "a".repeat(64)),
            ),
            &["distants.main.source", "forms.don", "129 characters", "128"],
        ),
        (
            "impact",
            ("campaign = 1", "campaign = 1\nimpact = [{ amount = 5, text = \"a\" }, { amount = 5, text = \"b\" }]"),
            &["forms.don.impact, number 2.amount", "listed twice"],
        ),
        (
            "impact-text",
            ("campaign = 1", "campaign = 1\nimpact = [{ amount = 5, text = \" \" }]"),
            &["forms.don.impact, number 1.text", "empty"],
        ),
        (
            "impact-choice",
            ("campaign = 1", "campaign = 1\nimpact = [{ amount = 5, text = \"a\", frequency = \"yearly\" }]"),
            &["forms.don.impact, number 1.frequency", "does not offer"],
        ),
        (
            "monthly",
            ("campaign = 1", "campaign = 1\npropose_monthly = 10"),
            &["forms.don.propose_monthly", "no monthly donation", "options.recurring"],
        ),
        (
            "monthly-sum",
            (
                "[options]",
                "[options]\nrecurring = true\n[forms.a]\ndistant = \"main\"\ncampaign = 1\noperations = \"donation\"\n\
                 recurring = true\nrecurring_amounts = \"5\"\npropose_monthly = { 30 = 5, 50 = 10 }",
            ),
            &["forms.a.propose_monthly", "no monthly donation of 10 euros"],
        ),
        ("fees", ("campaign = 1", "campaign = 1\nfees = { percent = 11 }"), &["forms.don.fees", "0 to 10"]),
        (
            "fees-decimals",
            ("campaign = 1", "campaign = 1\nfees = { percent = 1.405 }"),
            &["forms.don.fees", "two decimals"],
        ),
        (
            "purposes-many",
            (
                "campaign = 1",
                &purposes(&[
                    "campaign = 2",
                    "campaign = 3",
                    "campaign = 4",
                    "campaign = 5",
                    "campaign = 6",
                    "campaign = 7",
                ]),
            ),
            &["forms.don.purposes", "6 purposes", "5 at most"],
        ),
        (
            "purposes-twice",
            ("campaign = 1", &purposes(&["financial_type = \"Hedges\"", "financial_type = \"Hedges\""])),
            &["forms.don.purposes", "\"p0\" and \"p1\" are the same"],
        ),
        (
            "purpose-both",
            ("campaign = 1", &purposes(&["campaign = 2, financial_type = \"Hedges\""])),
            &["forms.don.purposes", "\"p0\"", "either a campaign or a financial_type"],
        ),
        (
            "purpose-members",
            (
                "operations = \"donation\"",
                &purposes(&["campaign = 2"]).replace("campaign = 1", "operations = \"membership\""),
            ),
            &["forms.don.purposes", "takes no donations"],
        ),
        (
            "purposes-key-twice",
            ("campaign = 1", &purposes(&["campaign = 2", "campaign = 3"]).replace("p1", "p0")),
            &["forms.don.purposes", "\"p0\" is listed twice"],
        ),
        ("purpose-none", ("campaign = 1", &purposes(&[""])), &["forms.don.purposes", "either a campaign"]),
        ("purpose-zero", ("campaign = 1", &purposes(&["campaign = 0"])), &["forms.don.purposes", "from 1"]),
        (
            "purpose-key",
            ("campaign = 1", &purposes(&["campaign = 2"]).replace("p0", "P0")),
            &["forms.don.purposes", "\"P0\"", "lower-case letters"],
        ),
        (
            "purpose-question",
            ("campaign = 1", &question("purpose", "{ value = \"a\", label = \"a\" }")),
            &["forms.don.questions", "\"purpose\"", "purposes ask"],
        ),
        ("no-fees", ("campaign = 1", "campaign = 1\nfees = {}"), &["forms.don.fees", "more than 0"]),
        (
            "opens",
            ("campaign = 1", "campaign = 1\nopens = 2026-12-01T18:00:00"),
            &["forms.don.opens", "2026-12-01T18:00:00 has no offset", "+01:00"],
        ),
        (
            "closes",
            ("campaign = 1", "campaign = 1\nopens = 2026-12-02\ncloses = 2026-12-01"),
            &["forms.don.closes", "is not after forms.don.opens"],
        ),
        ("url", ("[options]", "public_url = \"example.org\"\n[options]"), &["public_url", "https://example.org"]),
        (
            "url-ascii",
            ("secret =", "public_url = \"https://exämple.org/café\"\nsecret ="),
            &["public_url", "https://xn--exmple-cua.org/caf%C3%A9"],
        ),
        (
            "url-length",
            ("secret =", &format!("public_url = \"https://example.org/{}\"\nsecret =", "a".repeat(200))),
            &["public_url", "220 characters", "213"],
        ),
        (
            "source",
            ("[forms.don]", &format!("source = \"{} {{campaign_id}}\"\n[forms.don]", "a".repeat(127))),
            &["distants.main.source", "forms.don", "129 characters", "128"],
        ),
        (
            "option",
            ("[forms.don]", &subscription("magazine_pdf", &"a".repeat(24))),
            &["distants.main.subscriptions", "\"x\"", "remote_key has 24 characters", "23"],
        ),
        (
            "opt-in",
            ("[forms.don]", &subscription("opt-in", &"a".repeat(26))),
            &["distants.main.subscriptions", "\"x\"", "remote_key has 26 characters", "25"],
        ),
    ] {
        let text = GOOD.replacen(from, to, 1);
        assert_ne!(text, GOOD, "{name}");
        let refusal = refusal(name, &text);
        for part in expected {
            assert!(refusal.contains(part), "{name}: {refusal:?} lacks {part:?}");
        }
    }
}

/// Settings whose forms are for members, every month too, with more keys of `[options]`.
fn members(options: &str) -> String {
    GOOD.replace("[options]", &format!("[options]\nrecurring = true\n{options}"))
        .replace("operations = \"donation\"", "operations = \"both\"\nrecurring = true")
}

#[test]
fn the_defaults_offer_every_income_its_membership_by_the_month() {
    let (folder, settings) = (folder("incomes"), members(""));
    std::fs::write(folder.join("relay.toml"), settings).unwrap();
    let site =
        Site::new(&RelaySettings::read(&folder.join("relay.toml")).unwrap(), &folder, &Clock::default()).unwrap();
    assert_eq!(site.warnings, [""; 0]);
    let form = &site.forms["don"].form;
    for frequency in form.frequencies(Operation::Membership) {
        let choice = form.choice(Operation::Membership, frequency).unwrap();
        // Two of the yearly amounts become the same by the month.
        let monthly = usize::from(frequency == Frequency::Monthly);
        assert_eq!(choice.proposals.len(), 8 - monthly, "{frequency:?}");
        let least = choice.proposals.iter().map(|proposal| proposal.amount).min();
        assert!(least.is_some_and(|least| choice.free.is_some_and(|free| free.contain(least))));
    }
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn the_check_says_which_amounts_no_one_sees_and_by_which_key() {
    let folder = folder("unoffered");
    let config = folder.join("relay.toml");
    let told = |settings: String| {
        std::fs::write(&config, settings).unwrap();
        let mut program = Command::new(env!("CARGO_BIN_EXE_campagnodon"));
        let output = program.args(["relay", "--check", "--config"]).arg(&config).output().unwrap();
        assert!(output.status.success());
        String::from_utf8_lossy(&output.stderr).into_owned()
    };
    for (options, expected) in [
        ("", ""),
        (
            "monthly_membership_minimum = 5",
            "forms.don does not offer 2, 3, 4 (membership, monthly): less than options.monthly_membership_minimum, 5",
        ),
        (
            "membership_minimum = 21",
            "forms.don does not offer 13 (membership, once): less than options.membership_minimum, 21",
        ),
        (
            "donation_maximum = 100",
            "forms.don does not offer 200 (donation, once): more than options.donation_maximum, 100",
        ),
    ] {
        let said = told(members(options));
        assert_eq!(said.contains("does not offer"), !expected.is_empty(), "{said}");
        assert!(said.contains(expected), "{said}");
    }
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn the_program_says_what_stands_in_its_way() {
    let folder = folder("program");
    let config = folder.join("relay.toml");
    let run = |arguments: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_campagnodon"))
            .args(arguments)
            .arg("--config")
            .arg(&config)
            .output()
            .unwrap();
        (output.status.success(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    let (ok, text) = run(&["relay"]);
    assert!(!ok && text.contains("cannot read") && text.contains("relay.toml"), "{text}");
    std::fs::write(&config, GOOD).unwrap();
    assert!(run(&["relay", "--check"]).0);
    let ended = format!("{}\nto = 2026-01-02\n", tax_rules(&["percent = 66"]).replace("[forms.don]", ""));
    let chosen = GOOD.replace("[options]", "[options]\ntax_relief = \"own\"");
    std::fs::write(&config, [&chosen, "\n", &ended].concat()).unwrap();
    let (ok, text) = run(&["relay", "--check"]);
    assert!(ok && text.contains("the tax rules have ended"), "{text}");
    std::fs::write(&config, GOOD).unwrap();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let (ok, text) = run(&["relay", "--listen", &address]);
    assert!(!ok && text.contains(&address) && text.contains("in use"), "{text}");
    std::fs::write(folder.join("other.sqlite"), "no database, whatever its name says").unwrap();
    std::fs::write(&config, ["database = \"other.sqlite\"", GOOD].concat()).unwrap();
    let (ok, text) = run(&["relay", "--check"]);
    assert!(!ok && text.contains("other.sqlite"), "{text}");
    std::fs::remove_dir_all(&folder).unwrap();
}
