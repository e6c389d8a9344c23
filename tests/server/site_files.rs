//! Promise: of the site's folder, and of the module's, a browser gets what stands there for everyone. What is hidden,
//! elsewhere or no file is not there; and no address leads to another host.
#![cfg(unix)]

use crate::support::donor::Donor;
use crate::support::origin::{Origin, client};
use crate::support::raw::ask;
use std::os::unix::fs::symlink;
use std::os::unix::net::UnixListener;

/// A relay with a site of some files, the same in its two folders.
async fn world(base: &str) -> (Origin, Donor) {
    let settings = format!("pages = \"site\"\nassets = \"assets\"\npublic_url = \"http://127.0.0.1:9{base}\"\n");
    let origin = Origin::new("http://127.0.0.1:9").and(&settings);
    std::fs::create_dir_all(origin.folder.join("elsewhere")).unwrap();
    std::fs::write(origin.folder.join("elsewhere/page.html"), "outside").unwrap();
    for name in ["site", "assets"] {
        let site = origin.folder.join(name);
        for folder in ["sub", ".git", ".well-known/.x", "bare", "sub/.hidden"] {
            std::fs::create_dir_all(site.join(folder)).unwrap();
        }
        for file in [
            "index.html",
            "sub/index.html",
            "style.css",
            "caf\u{e9}.html",
            ".well-known/security.txt",
            ".well-known/.x/y",
            ".env",
            ".page.html",
            ".git/config",
            ".git/index.html",
            "sub/.hidden/x.css",
        ] {
            std::fs::write(site.join(file), format!("content of {file}")).unwrap();
        }
        symlink("style.css", site.join("linked.css")).unwrap();
        symlink("../.env", site.join("sub/env.txt")).unwrap();
        symlink(".git", site.join("git")).unwrap();
        symlink("../elsewhere/page.html", site.join("out.html")).unwrap();
        symlink("../relay.secret", site.join("secret.txt")).unwrap();
        symlink("../elsewhere", site.join("out")).unwrap();
        symlink("../relay.secret", site.join("style.css.gz")).unwrap();
        symlink("/dev/zero", site.join("zero.bin")).unwrap();
        symlink("nothing", site.join("broken.css")).unwrap();
        std::fs::create_dir_all(site.join("folder.css")).unwrap();
        let fifo = std::process::Command::new("mkfifo").args([site.join("fifo.css"), site.join("fifo.html")]).status();
        assert!(fifo.unwrap().success());
        drop(UnixListener::bind(site.join("socket.css")).unwrap());
    }
    let donor = Donor::new(&origin.serve().await, "");
    (origin, donor)
}

#[tokio::test]
async fn what_is_for_everyone_is_served() {
    let (_origin, donor) = world("").await;
    for (path, content) in [
        ("/", "index.html"),
        ("/index.html", "index.html"),
        ("/sub/", "sub/index.html"),
        ("//sub//index.html", "sub/index.html"),
        ("/style.css", "style.css"),
        ("/style%2ecss", "style.css"),
        ("/linked.css", "style.css"),
        ("/caf%C3%A9.html", "caf\u{e9}.html"),
        ("/.well-known/security.txt", ".well-known/security.txt"),
        ("/campagnodon/style.css", "style.css"),
    ] {
        let answer = donor.client.get(donor.absolute(path)).send().await.unwrap();
        assert_eq!(answer.status(), 200, "{path}");
        assert_eq!(answer.text().await.unwrap(), format!("content of {content}"), "{path}");
    }
}

#[tokio::test]
async fn what_is_hidden_elsewhere_or_no_file_is_not_there() {
    let (_origin, donor) = world("").await;
    for path in [
        "/.env",
        "/%2eenv",
        "/%2Eenv",
        "/.page.html",
        "/.git/config",
        "/.git/",
        "/.git",
        "/%2egit/config",
        "/sub/.hidden/x.css",
        "/sub/%2ehidden/x.css",
        "/.well-known/.x/y",
        "/./style.css",
        "/sub/../style.css",
        "/sub/%2e%2e/style.css",
        "/..%2frelay.secret",
        "/%2e%2e/relay.secret",
        "/..%5crelay.secret",
        "/sub/env.txt",
        "/git/config",
        "/git/",
        "/out.html",
        "/secret.txt",
        "/out/page.html",
        "/out/",
        "/zero.bin",
        "/broken.css",
        "/folder.css",
        "/fifo.css",
        "/fifo.html",
        "/socket.css",
        "/bare",
        "/bare/",
        "/style.css/",
        "/style.css%00",
        "/none",
    ] {
        for prefix in ["", "/campagnodon"] {
            let answer = ask(&donor.origin, &format!("GET {prefix}{path} HTTP/1.0\r\nhost: a\r\n\r\n")).await;
            assert!(answer.starts_with("HTTP/1.0 404 Not Found\r\n"), "{prefix}{path}: {answer}");
        }
    }
    // Nor beside what is there, in its compressed place.
    let compressed = donor.client.get(donor.absolute("/campagnodon/style.css")).header("accept-encoding", "gzip");
    assert_eq!(compressed.send().await.unwrap().text().await.unwrap(), "content of style.css");
}

#[tokio::test]
async fn a_folder_is_shown_under_its_own_address_and_never_another_hosts() {
    for base in ["", "/relais"] {
        let (_origin, donor) = world(base).await;
        for (path, expected) in [
            ("/sub", Some("/sub/")),
            ("/sub?a=//b", Some("/sub/?a=//b")),
            ("//sub", Some("/sub/")),
            ("///sub", Some("/sub/")),
            ("http://elsewhere.example/sub", Some("/sub/")),
            ("//sub/%2e%2e/sub", None),
            ("/\\sub", None),
            ("/%5csub", None),
            ("/%2fsub", None),
            ("/%2f%2fsub", None),
            ("/%09/sub", None),
        ] {
            let answer =
                ask(&donor.origin, &format!("GET {path} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n")).await;
            let location = answer.lines().find_map(|line| line.strip_prefix("location: "));
            assert_eq!(location, expected.map(|path| [base, path].concat()).as_deref(), "{path}: {answer}");
        }
    }
}

#[tokio::test]
async fn a_file_is_kept_by_browsers_and_asked_for_anew() {
    let (_origin, donor) = world("").await;
    for path in ["/style.css", "/campagnodon/style.css"] {
        let address = donor.absolute(path);
        let first = client().get(&address).send().await.unwrap();
        assert_eq!((first.status().as_u16(), &first.headers()["cache-control"]), (200, &"no-cache".parse().unwrap()));
        for (question, answer) in [("if-none-match", "etag"), ("if-modified-since", "last-modified")] {
            let again = client().get(&address).header(question, &first.headers()[answer]).send().await.unwrap();
            assert_eq!(
                (again.status().as_u16(), &again.headers()["cache-control"]),
                (304, &"no-cache".parse().unwrap())
            );
        }
        let part = client().get(&address).header("range", "bytes=0-6").send().await.unwrap();
        assert_eq!((part.status().as_u16(), part.text().await.unwrap().as_str()), (206, "content"));
        let beyond = client().get(&address).header("range", "bytes=900-").send().await.unwrap();
        assert_eq!(beyond.status(), 416);
    }
}
