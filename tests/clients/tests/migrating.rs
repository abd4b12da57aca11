//! The page about coming from containers: what stands there for other languages than Rust is run as it stands.

use clients::program;
use clients::script::{Client, Script};
use std::net::TcpListener;

/// The blocks of a language, in their order.
fn blocks(language: &str) -> Vec<String> {
    let page = std::fs::read_to_string(program::root().join("docs/MIGRATING.md")).unwrap();
    let (mut blocks, mut is_open, mut is_ours) = (Vec::<String>::new(), false, false);
    for line in page.lines() {
        if let Some(said) = line.strip_prefix("```") {
            is_open = !is_open;
            is_ours = is_open && said == language;
            if is_ours {
                blocks.push(String::new());
            }
        } else if is_ours {
            let block = blocks.last_mut().unwrap();
            *block = format!("{block}{line}\n");
        }
    }
    assert!(!is_open && !blocks.is_empty(), "there is {language} on the page");
    blocks
}

#[tokio::test]
async fn the_lines_for_a_shell_start_the_program_and_use_it() {
    // One that the system gives to nobody who only connects, so that it is free a moment later too.
    let from = u16::try_from(std::process::id() % 10_000).unwrap();
    let mut ports = (20_000 + from..32_000).chain(20_000..20_000 + from);
    let port = ports.find(|port| TcpListener::bind(("127.0.0.1", *port)).is_ok()).unwrap();
    let lines = blocks("bash").join("\n").replace("127.0.0.1:9000", &format!("127.0.0.1:{port}"));
    let text = format!("set -euo pipefail\ntrap 'kill $(jobs -p)' EXIT\n{lines}");
    let Some(script) = Script::of_page(Client::AwsCli, "migrating.sh", &text) else { return };
    let said = script.run().await;
    assert!(said.iter().any(|line| line.contains("upload: ./note to s3://uploads/note")), "{said:#?}");
    assert_eq!(said.last().unwrap(), "null", "the upload is gone: {said:#?}");
}

#[tokio::test]
async fn the_lines_of_python_start_the_program_and_use_it() {
    for (number, block) in blocks("python").into_iter().enumerate() {
        let Some(script) = Script::of_page(Client::Boto3, &format!("migrating_{number}.py"), &block) else { return };
        script.run().await;
    }
}

#[tokio::test]
async fn the_lines_of_javascript_start_the_program_and_use_it() {
    for (number, block) in blocks("javascript").into_iter().enumerate() {
        let name = format!("migrating_{number}.mjs");
        let Some(script) = Script::of_page(Client::JavaScript, &name, &block) else { return };
        script.run().await;
    }
}
