//! Where a rule can move what: the waterfall of storage classes, and the sizes that are worth it.

use super::filter::Filter;
use crate::api::types::{StorageClass, TransitionDefaultMinimumObjectSize};

/// 128 KiB: smaller objects cost more to move, and to keep elsewhere, than that saves.
const SMALL: u64 = 128 * 1024;

/// Which small objects are moved by rules that name no sizes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SmallObjects {
    /// None.
    #[default]
    Stay,
    /// Those that go to the archives.
    VaryByClass,
}

impl SmallObjects {
    /// What was asked for; `None` for what S3 does not know.
    pub fn of(sent: &TransitionDefaultMinimumObjectSize) -> Option<Self> {
        match sent {
            TransitionDefaultMinimumObjectSize::AllStorageClasses128K => Some(Self::Stay),
            TransitionDefaultMinimumObjectSize::VariesByStorageClass => Some(Self::VaryByClass),
            TransitionDefaultMinimumObjectSize::Unknown(_) => None,
        }
    }

    /// Whether an object of this size is moved to this class.
    pub(super) fn allow(self, size: u64, to: &StorageClass, filter: &Filter) -> bool {
        let is_archive = matches!(to, StorageClass::Glacier | StorageClass::DeepArchive);
        size >= SMALL || filter.has_sizes() || (self == Self::VaryByClass && is_archive)
    }
}

impl From<SmallObjects> for TransitionDefaultMinimumObjectSize {
    fn from(small: SmallObjects) -> Self {
        match small {
            SmallObjects::Stay => Self::AllStorageClasses128K,
            SmallObjects::VaryByClass => Self::VariesByStorageClass,
        }
    }
}

/// Whether objects go from one class to the other.
pub(super) fn flows(from: &StorageClass, to: &StorageClass) -> bool {
    use StorageClass::{DeepArchive, Glacier, GlacierIr, IntelligentTiering, OnezoneIa, StandardIa};
    let targets: &[StorageClass] = match from {
        StorageClass::Standard | StorageClass::ReducedRedundancy => {
            &[StandardIa, IntelligentTiering, OnezoneIa, GlacierIr, Glacier, DeepArchive]
        }
        StandardIa => &[IntelligentTiering, OnezoneIa, GlacierIr, Glacier, DeepArchive],
        IntelligentTiering => &[OnezoneIa, GlacierIr, Glacier, DeepArchive],
        OnezoneIa | GlacierIr => &[Glacier, DeepArchive],
        Glacier => &[DeepArchive],
        _ => &[],
    };
    targets.contains(to)
}

/// Of several transitions on one day the one to the cheapest class is made; `INTELLIGENT_TIERING` goes before all but
/// the archives. The first to be made is the least.
pub(super) fn precedence(to: &StorageClass) -> u8 {
    match to {
        StorageClass::DeepArchive => 0,
        StorageClass::Glacier => 1,
        StorageClass::IntelligentTiering => 2,
        StorageClass::GlacierIr => 3,
        StorageClass::OnezoneIa => 4,
        _ => 5,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_waterfall_flows_one_way() {
        let classes = ["STANDARD", "STANDARD_IA", "INTELLIGENT_TIERING", "GLACIER_IR", "ONEZONE_IA", "GLACIER"];
        let classes: Vec<StorageClass> = classes.into_iter().chain(["DEEP_ARCHIVE"]).map(StorageClass::from).collect();
        for (place, from) in classes.iter().enumerate() {
            assert!(classes[..=place].iter().all(|to| !flows(from, to)), "{from} goes back");
            assert_eq!(flows(from, &StorageClass::DeepArchive), *from != StorageClass::DeepArchive);
        }
        assert!(!flows(&StorageClass::GlacierIr, &StorageClass::OnezoneIa));
    }

    #[test]
    fn the_cheapest_class_goes_first_and_intelligent_tiering_before_all_but_the_archives() {
        let classes = ["DEEP_ARCHIVE", "GLACIER", "INTELLIGENT_TIERING", "GLACIER_IR", "ONEZONE_IA", "STANDARD_IA"];
        let order: Vec<u8> = classes.into_iter().map(|class| precedence(&StorageClass::from(class))).collect();
        assert!(order.is_sorted_by(|one, next| one < next), "{order:?}");
    }

    #[test]
    fn small_objects_stay_unless_the_rule_or_the_bucket_says_otherwise() {
        let (any, sized) = (Filter::default(), Filter::default().larger_than_for_tests(0));
        for (small, size, to, filter, expected) in [
            (SmallObjects::Stay, SMALL, StorageClass::StandardIa, &any, true),
            (SmallObjects::Stay, SMALL - 1, StorageClass::StandardIa, &any, false),
            (SmallObjects::Stay, SMALL - 1, StorageClass::Glacier, &any, false),
            (SmallObjects::Stay, 1, StorageClass::StandardIa, &sized, true),
            (SmallObjects::VaryByClass, 1, StorageClass::Glacier, &any, true),
            (SmallObjects::VaryByClass, 1, StorageClass::DeepArchive, &any, true),
            (SmallObjects::VaryByClass, SMALL - 1, StorageClass::GlacierIr, &any, false),
        ] {
            assert_eq!(small.allow(size, &to, filter), expected, "{small:?} {size} {to}");
        }
    }
}
