//! Worlds as text: what is written is what is read, what is loaded answers as what was saved, and what is wrong is named.

#[path = "world_file/look.rs"]
mod look;

use fake_s3::{FakeS3, World, days};
use std::fs;
use std::path::{Path, PathBuf};

/// The worlds in `fixtures/worlds`, by name.
fn worlds() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/worlds");
    let mut paths: Vec<PathBuf> = folder.read_dir().unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let named =
        |path: &PathBuf| (path.file_stem().unwrap().to_str().unwrap().to_owned(), fs::read_to_string(path).unwrap());
    paths.iter().map(named).collect()
}

fn read(text: &str) -> World {
    World::from_json(text).unwrap_or_else(|error| panic!("{error}"))
}

/// That a world survives being written down, and answers as before.
#[track_caller]
fn check_round_trip(s3: &FakeS3) -> FakeS3 {
    let saved = s3.world();
    assert_eq!(read(&saved.to_json()), saved, "the text is not what was written");
    let loaded = FakeS3::builder().start(s3.clock().now()).world(saved.clone()).build();
    let written = loaded.world();
    assert_eq!(written.to_json(), saved.to_json());
    assert_eq!(written, saved);
    for (was, is) in look::at(s3).iter().zip(look::at(&loaded)) {
        assert_eq!(*was, is);
    }
    loaded
}

#[test]
fn the_worlds_of_files_survive() {
    for (name, text) in worlds() {
        println!("{name}");
        let world = read(&text);
        assert_eq!(read(&world.to_json()), world);
        let s3 = FakeS3::builder().world(world).build();
        let loaded = check_round_trip(&s3);
        let told = |s3: &FakeS3| s3.clock().advance(days(800)).iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(told(&s3), told(&loaded));
    }
}
