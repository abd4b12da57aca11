//! Event notifications. The fake stores the configuration and publishes no event.

use crate::api::error::{ErrorRow, S3Error, table};
use crate::api::types::{
    Event, FilterRule, FilterRuleName, NotificationConfiguration, NotificationConfigurationFilter, S3KeyFilter,
};

/// The errors of a configuration that is put.
pub(crate) static ERRORS: [&ErrorRow; 5] = [
    &table::MALFORMED_XML,
    &table::NOTIFICATION_ARN,
    &table::NOTIFICATION_EVENT,
    &table::NOTIFICATION_FILTER_NAME,
    &table::NOTIFICATION_OVERLAP,
];

/// A valid configuration, in which every destination has an id. A new bucket has an empty one.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Notifications(NotificationConfiguration);

/// One destination of events.
#[derive(Debug, Clone, Copy)]
struct EventDestination<'a> {
    arn: &'a str,
    events: &'a [Event],
    filter: Option<&'a NotificationConfigurationFilter>,
}

impl Notifications {
    /// Checks a configuration, gives ids to destinations without one, and spells the names of filters as S3 does
    /// (recorded).
    ///
    /// # Errors
    /// The first error.
    pub fn new(mut sent: NotificationConfiguration, mut new_id: impl FnMut() -> String) -> Result<Self, S3Error> {
        for (service, element, target) in targets(&sent) {
            check(service, element, target)?;
        }
        check_overlaps(&sent)?;
        for own in sent.topic_configurations.iter_mut().flatten() {
            own.id.get_or_insert_with(&mut new_id);
            own.filter.iter_mut().for_each(spell);
        }
        for own in sent.queue_configurations.iter_mut().flatten() {
            own.id.get_or_insert_with(&mut new_id);
            own.filter.iter_mut().for_each(spell);
        }
        for own in sent.lambda_function_configurations.iter_mut().flatten() {
            own.id.get_or_insert_with(&mut new_id);
            own.filter.iter_mut().for_each(spell);
        }
        Ok(Self(sent))
    }

    /// The configuration as it was put, with the ids of all destinations.
    pub fn document(&self) -> &NotificationConfiguration {
        &self.0
    }

    /// Whether no event is published.
    pub fn is_empty(&self) -> bool {
        self.0 == NotificationConfiguration::default()
    }
}

/// All destinations, with the service in their ARN and the element that holds it.
fn targets(sent: &NotificationConfiguration) -> Vec<(&'static str, &'static str, EventDestination<'_>)> {
    let topics = sent.topic_configurations().iter().map(|own| {
        ("sns", "Topic", EventDestination { arn: own.topic_arn(), events: own.events(), filter: own.filter() })
    });
    let queues = sent.queue_configurations().iter().map(|own| {
        ("sqs", "Queue", EventDestination { arn: own.queue_arn(), events: own.events(), filter: own.filter() })
    });
    let functions = sent.lambda_function_configurations().iter().map(|own| {
        (
            "lambda",
            "CloudFunction",
            EventDestination { arn: own.lambda_function_arn(), events: own.events(), filter: own.filter() },
        )
    });
    topics.chain(queues).chain(functions).collect()
}

fn check(service: &str, element: &'static str, target: EventDestination<'_>) -> Result<(), S3Error> {
    let malformed = |why: &str| Err(table::MALFORMED_XML.error().because(why));
    if target.events.is_empty() {
        return malformed("a destination has no event");
    }
    let rules = rules(target.filter);
    if rules.iter().any(|rule| rule.name().is_none() || rule.value().is_none()) {
        return malformed("a filter rule has a name and a value");
    }
    let mut parts = target.arn.splitn(6, ':');
    let is_arn = parts.next() == Some("arn")
        && parts.next().is_some_and(|partition| partition.starts_with("aws"))
        && parts.next() == Some(service)
        && parts.count() == 3;
    if !is_arn {
        return Err(table::NOTIFICATION_ARN.argument(element, target.arn));
    }
    if let Some(Event::Unknown(other)) = target.events.iter().find(|event| matches!(event, Event::Unknown(_))) {
        return Err(table::NOTIFICATION_EVENT.argument("Event", other));
    }
    match rules.iter().find(|rule| name_of(rule).is_none()) {
        Some(rule) => {
            let name = rule.name().map(FilterRuleName::as_str).unwrap_or_default();
            Err(table::NOTIFICATION_FILTER_NAME.argument("FilterRule.Name", name))
        }
        None => Ok(()),
    }
}

fn rules(filter: Option<&NotificationConfigurationFilter>) -> &[FilterRule] {
    filter.and_then(|filter| filter.key()).map(S3KeyFilter::filter_rules).unwrap_or_default()
}

/// The name of a filter rule, in any case (recorded).
fn name_of(rule: &FilterRule) -> Option<FilterRuleName> {
    match rule.name()?.as_str().to_ascii_lowercase().as_str() {
        "prefix" => Some(FilterRuleName::Prefix),
        "suffix" => Some(FilterRuleName::Suffix),
        _ => None,
    }
}

/// `Prefix` and `Suffix`, as S3 returns them (recorded).
fn spell(filter: &mut NotificationConfigurationFilter) {
    let key = filter.key.iter_mut().flat_map(|key| key.filter_rules.iter_mut()).flatten();
    for rule in key {
        rule.name = match name_of(rule) {
            Some(FilterRuleName::Prefix) => Some(FilterRuleName::from("Prefix")),
            _ => Some(FilterRuleName::from("Suffix")),
        };
    }
}

/// Two destinations must not receive the same event of the same key.
fn check_overlaps(sent: &NotificationConfiguration) -> Result<(), S3Error> {
    let all = targets(sent);
    for (index, (_, _, one)) in all.iter().enumerate() {
        for (_, _, other) in all.iter().skip(index + 1) {
            if shares_event(one.events, other.events) && shares_key(*one, *other) {
                let why = format!("{} and {} receive the same event", one.arn, other.arn);
                return Err(table::NOTIFICATION_OVERLAP.error().because(why));
            }
        }
    }
    Ok(())
}

fn shares_event(one: &[Event], other: &[Event]) -> bool {
    let covers = |pattern: &str, event: &str| match pattern.strip_suffix('*') {
        Some(start) => event.starts_with(start),
        None => pattern == event,
    };
    one.iter().any(|one| {
        other.iter().any(|other| covers(one.as_str(), other.as_str()) || covers(other.as_str(), one.as_str()))
    })
}

fn shares_key(one: EventDestination<'_>, other: EventDestination<'_>) -> bool {
    let value = |target: EventDestination<'_>, name: FilterRuleName| -> String {
        let found = rules(target.filter).iter().find(|rule| name_of(rule).as_ref() == Some(&name));
        found.and_then(|rule| rule.value()).unwrap_or_default().to_owned()
    };
    let prefixes = [value(one, FilterRuleName::Prefix), value(other, FilterRuleName::Prefix)];
    let suffixes = [value(one, FilterRuleName::Suffix), value(other, FilterRuleName::Suffix)];
    let [a, b] = &prefixes;
    let [c, d] = &suffixes;
    (a.starts_with(b.as_str()) || b.starts_with(a.as_str())) && (c.ends_with(d.as_str()) || d.ends_with(c.as_str()))
}
