// Stories of tags. See `stories.rs`.

use crate::parity::Told;
use sdk::error::ProvideErrorMetadata as _;
use sdk::primitives::ByteStream;
use sdk::types::{CreateBucketConfiguration, Tag, Tagging, TaggingDirective};

fn tag(key: &str, value: &str) -> Tag {
    Tag::builder().key(key).value(value).build().expect("a key and a value")
}

fn tagging(tags: &[(&str, &str)]) -> Tagging {
    let tags = tags.iter().map(|(key, value)| tag(key, value)).collect();
    Tagging::builder().set_tag_set(Some(tags)).build().expect("a set")
}

pub async fn an_object_is_tagged(s3: &sdk::Client) -> Told {
    s3.create_bucket().bucket("backups").send().await?;
    let put = s3.put_object().bucket("backups").key("note").tagging("team=storage&empty=");
    put.body(ByteStream::from_static(b"abc")).send().await?;
    let read = s3.get_object().bucket("backups").key("note").send().await?;
    assert_eq!(read.tag_count(), Some(2));
    let tags = s3.get_object_tagging().bucket("backups").key("note").send().await?;
    assert_eq!(tags.tag_set(), [tag("team", "storage"), tag("empty", "")]);
    assert_eq!(tags.version_id(), None);

    let putting = s3.put_object_tagging().bucket("backups").key("note");
    putting.tagging(tagging(&[("team", "backups")])).send().await?;
    let tags = s3.get_object_tagging().bucket("backups").key("note").send().await?;
    assert_eq!((tags.tag_set().len(), tags.tag_set()[0].value()), (1, "backups"));

    s3.delete_object_tagging().bucket("backups").key("note").send().await?;
    let tags = s3.get_object_tagging().bucket("backups").key("note").send().await?;
    assert!(tags.tag_set().is_empty());
    assert_eq!(s3.head_object().bucket("backups").key("note").send().await?.tag_count(), None);
    Ok(())
}

pub async fn a_copy_and_an_upload_are_tagged(s3: &sdk::Client) -> Told {
    s3.create_bucket().bucket("backups").send().await?;
    let put = s3.put_object().bucket("backups").key("from").tagging("team=storage");
    put.body(ByteStream::from_static(b"abc")).send().await?;
    let copying = s3.copy_object().bucket("backups").copy_source("backups/from").key("to").tagging("team=backups");
    copying.clone().send().await?;
    let tags = s3.get_object_tagging().bucket("backups").key("to").send().await?;
    assert_eq!(tags.tag_set(), [tag("team", "storage")]);
    copying.tagging_directive(TaggingDirective::Replace).send().await?;
    let tags = s3.get_object_tagging().bucket("backups").key("to").send().await?;
    assert_eq!(tags.tag_set(), [tag("team", "backups")]);

    let error = s3.create_multipart_upload().bucket("backups").key("big").tagging("a=1&a=2").send().await.unwrap_err();
    assert_eq!(error.code(), Some("InvalidArgument"));
    Ok(())
}

pub async fn a_bucket_is_tagged(s3: &sdk::Client) -> Told {
    let configuration = CreateBucketConfiguration::builder().tags(tag("team", "storage")).build();
    s3.create_bucket().bucket("backups").create_bucket_configuration(configuration).send().await?;
    let tags = s3.get_bucket_tagging().bucket("backups").send().await?;
    assert_eq!(tags.tag_set(), [tag("team", "storage")]);

    s3.put_bucket_tagging().bucket("backups").tagging(tagging(&[("a", "1"), ("b", "2")])).send().await?;
    let tags = s3.get_bucket_tagging().bucket("backups").send().await?;
    assert_eq!(tags.tag_set(), [tag("a", "1"), tag("b", "2")]);

    let refused = s3.put_bucket_tagging().bucket("backups").tagging(tagging(&[("a", "1"), ("a", "2")])).send().await;
    let error = refused.unwrap_err();
    assert_eq!(error.code(), Some("InvalidTag"));
    assert_eq!(error.message(), Some("Cannot provide multiple Tags with the same key"));

    s3.delete_bucket_tagging().bucket("backups").send().await?;
    let error = s3.get_bucket_tagging().bucket("backups").send().await.unwrap_err();
    assert_eq!(error.code(), Some("NoSuchTagSet"));
    Ok(())
}

pub async fn a_set_of_tags_is_required_where_the_sdk_requires_it(_: &sdk::Client) -> Told {
    use sdk::operation::get_object_tagging::GetObjectTaggingOutput;
    assert!(Tagging::builder().build().is_err());
    assert!(GetObjectTaggingOutput::builder().version_id("null").build().is_err());
    let built = GetObjectTaggingOutput::builder().tag_set(tag("a", "1")).build()?;
    assert_eq!(built.tag_set(), [tag("a", "1")]);
    Ok(())
}
