//! S3 Intelligent-Tiering. The fake stores its configurations and moves no object to an archive tier.

use super::Identified;
use crate::api::error::{S3Error, table};
use crate::api::types::{IntelligentTieringAccessTier, IntelligentTieringConfiguration, IntelligentTieringStatus};

impl Identified for IntelligentTieringConfiguration {
    fn id(&self) -> &str {
        self.id()
    }

    fn check(&self) -> Result<(), S3Error> {
        let malformed = |why: &str| Err(table::MALFORMED_XML.error().because(why));
        if matches!(self.status(), IntelligentTieringStatus::Unknown(_)) {
            return malformed("the status is Enabled or Disabled");
        }
        if self.tierings().is_empty() {
            return malformed("the document has no Tiering");
        }
        let is_unknown = |tier: &IntelligentTieringAccessTier| matches!(tier, IntelligentTieringAccessTier::Unknown(_));
        if self.tierings().iter().any(|tiering| is_unknown(tiering.access_tier())) {
            return malformed("the tier is ARCHIVE_ACCESS or DEEP_ARCHIVE_ACCESS");
        }
        Ok(())
    }
}
