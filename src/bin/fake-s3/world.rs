//! The world that the arguments ask for.

use crate::arguments::Arguments;
use crate::failure::Failure;
use crate::values::{ClockArgument, Injection};
use fake_s3::{Anchor, Builder, FakeS3, World};
use std::fs;
use std::path::Path;

pub fn begin(arguments: &Arguments) -> Result<FakeS3, Failure> {
    let world = arguments.world.as_deref().map(read).transpose()?.unwrap_or_default();
    // They are of the beginning, so that they are there again when the world begins anew.
    let world = arguments.bucket.iter().fold(world, |world, name| world.with_bucket(name.as_str()));
    let builder = builder(arguments).world(world);
    builder.try_build().map_err(|error| match arguments.world.clone() {
        Some(file) => Failure::World { file, error },
        None => Failure::Buckets(error),
    })
}

fn read(file: &Path) -> Result<World, Failure> {
    let text = fs::read_to_string(file).map_err(|error| Failure::File { file: file.to_owned(), error })?;
    World::from_json(&text).map_err(|error| Failure::World { file: file.to_owned(), error })
}

fn builder(arguments: &Arguments) -> Builder {
    let Arguments { clock, start, day, seed, auth, max_skew, region, edition, fault, hostile, .. } = arguments;
    let mut builder = FakeS3::builder().seed(*seed).region(region).auth((*auth).into()).edition((*edition).into());
    builder = builder.max_skew(*max_skew);
    let mut anchor = Anchor::WallClock;
    if let Some(start) = *start {
        (builder, anchor) = (builder.start(start), Anchor::Start);
    }
    if let ClockArgument::Real(factor) = clock {
        builder = builder.real_time_times(factor.get(), anchor);
    }
    if let Some(day) = day {
        builder = builder.lifecycle_day(*day);
    }
    if let Some(seed) = hostile {
        builder = builder.hostile(*seed);
    }
    fault.iter().fold(builder, |builder, Injection { calls, fault }| builder.fault(calls.clone(), fault.clone()))
}
