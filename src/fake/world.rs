//! The world as a whole: replaced, written down, begun again; and how its time passes.

use super::FakeS3;
use super::time::pace::{RealTime, Running};
#[cfg(feature = "tokio")]
use super::time::runtime::RuntimeTime;
use super::views::{UploadView, ViewedBucket};
use crate::api::primitives::DateTime;
use crate::model::store::Store;
use crate::world::{World, WorldError};
use parking_lot::MutexGuard;
use std::mem;
use std::sync::atomic::Ordering;

/// How often a world is made while others are served, before they must wait for it.
const ATTEMPTS: u32 = 3;

impl FakeS3 {
    /// Whether the world is in the time of clients that sign by the wall clock.
    #[cfg(any(feature = "object-store", feature = "opendal"))]
    pub(crate) fn is_at_the_wall_clock(&self) -> bool {
        self.world.beginning.is_at_the_wall_clock()
    }

    /// Puts a world in the place of the one that is locked, which is freed when others can be served again.
    fn replace(&self, mut store: MutexGuard<'_, Store>, new: Store) {
        let old = mem::replace(&mut *store, new);
        self.world.generation.fetch_add(1, Ordering::Relaxed);
        drop(store);
        drop(old);
    }

    /// What is in the world now, to be written down, and loaded elsewhere or later.
    ///
    /// Clock, seed and settings are no part of it, nor are open uploads and what was counted and remembered: see
    /// [`world_file`](crate::world_file).
    ///
    /// ```
    /// let s3 = fake_s3::FakeS3::new();
    /// s3.create_bucket("backups").put_object("db.tar", "");
    /// let saved = s3.world();
    ///
    /// let other = fake_s3::FakeS3::builder().world(saved.clone()).build();
    /// assert!(other.bucket("backups").object("db.tar").is_some());
    /// assert_eq!(other.world(), saved);
    /// ```
    pub fn world(&self) -> World {
        World::of(&self.store())
    }

    /// Replaces all that is in the world by this. Clock, seed and settings stay, and ids go on; open uploads are gone,
    /// and so is what was counted and remembered.
    ///
    /// What lifecycle rules have to say of what was loaded waits for the next midnight, as after any change. Calls of
    /// other threads are served while it is read and digested; they find either world, whole.
    ///
    /// # Errors
    /// What is wrong with it, and where. Then nothing has changed.
    pub fn load(&self, world: &World) -> Result<(), WorldError> {
        let look = |store: &Store| (self.world.generation.load(Ordering::Relaxed), store.emptied());
        let (mut generation, mut begun) = look(&self.store());
        // It is made while others are served. Where they have changed too much meanwhile, it is made again.
        for _ in 0..ATTEMPTS {
            let new = world.put_into(begun.emptied())?;
            let store = self.world.store.lock();
            // Instant and ids of a world that was replaced meanwhile did not go on from those of the one before.
            let is_same = self.world.generation.load(Ordering::Relaxed) == generation;
            if let Some(new) = new.in_place_of(&store, &begun).filter(|_| is_same) {
                self.replace(store, new);
                return Ok(());
            }
            (generation, begun) = look(&store);
        }
        let store = self.store();
        let new = world.put_into(store.emptied())?;
        self.replace(store, new);
        Ok(())
    }

    /// Begins anew, as the world was begun: with what [`Builder::world`](crate::Builder::world) put into it, at its
    /// start, with its first ids; so the same calls give the same answers again, to the byte. In real time it begins
    /// now, where that is its [anchor](crate::Anchor).
    ///
    /// Handles and clients stay what they are, and speak of the new world; so do requests under way, if who signed them
    /// is known there. Who sleeps wakes up, since the instant that he waits for will be another; calls that were to be
    /// held or delayed are not.
    ///
    /// ```
    /// let s3 = fake_s3::FakeS3::new();
    /// let begin = || s3.create_bucket("backups").begin_upload("db.tar");
    /// let first = begin();
    /// s3.clock().advance(fake_s3::days(8));
    /// s3.reset();
    /// assert_eq!((s3.buckets().len(), s3.clock().now().to_string().as_str()), (0, "2026-01-01T10:30:00Z"));
    /// assert_eq!(begin(), first);
    /// ```
    ///
    /// # Panics
    /// Never: what it begins with was read when it was built.
    pub fn reset(&self) {
        let mut beginning = match self.world.beginning.begin() {
            Ok(beginning) => beginning,
            // The same rules have read it before.
            Err(error) => panic!("the world cannot begin again: {error}"),
        };
        let store = self.world.store.lock();
        // The time that passed until now passed in the world before.
        if self.world.pace.passed().is_some() {
            beginning.pass_to(self.world.beginning.start_now());
        }
        self.world.resets.fetch_add(1, Ordering::Relaxed);
        self.replace(store, beginning);
        self.plan().forget();
        self.ring().clear();
        self.inject_first_faults();
        self.timers().wake();
        self.alarm().wake();
    }

    /// The open uploads of all buckets: by bucket, by key, and then in the order of their initiation.
    ///
    /// ```
    /// let s3 = fake_s3::FakeS3::new();
    /// s3.create_bucket("backups").begin_upload("db.tar");
    /// let uploads = s3.uploads();
    /// assert_eq!((uploads[0].bucket.as_str(), uploads[0].key.as_str()), ("backups", "db.tar"));
    /// ```
    pub fn uploads(&self) -> Vec<UploadView> {
        self.open_uploads().1
    }

    /// The present, and the uploads that are open then.
    pub(crate) fn open_uploads(&self) -> (DateTime, Vec<UploadView>) {
        let store = self.store();
        let buckets = store.buckets().values();
        let views = buckets.flat_map(|bucket| ViewedBucket { store: &store, bucket }.uploads()).collect();
        (store.now(), views)
    }

    /// Whether another thread has the lock, so that a request would wait for it.
    #[cfg(feature = "tower")]
    pub(crate) fn is_busy(&self) -> bool {
        self.world.store.is_locked()
    }

    /// The real time that the world runs in, if it does.
    pub(crate) fn real_time(&self) -> Option<&RealTime> {
        match &self.world.pace {
            Running::Real(real) => Some(real),
            _ => None,
        }
    }

    /// The tokio runtime whose clock is the world's, if there is one.
    #[cfg(feature = "tokio")]
    pub(crate) fn runtime_time(&self) -> Option<&RuntimeTime> {
        match &self.world.pace {
            Running::Runtime(runtime) => Some(runtime),
            _ => None,
        }
    }

    /// How often the world has begun anew.
    pub(crate) fn resets(&self) -> u64 {
        self.world.resets.load(Ordering::Relaxed)
    }
}
