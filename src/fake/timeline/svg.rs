//! The time line as a picture.

use super::{LineEnd, Timeline, TimelineRow, cut};
use crate::api::primitives::DateTime;
use crate::model::time::instant;
use quick_xml::Writer;
use quick_xml::events::BytesText;
use std::io;

const WIDTH: u32 = 1000;
const MARGIN: u32 = 16;
/// Where the lines begin, and how long they are.
const LEFT: u32 = 280;
const STEPS: u32 = WIDTH - LEFT - 2 * MARGIN;
/// How high the head, an upload and a line of text are.
const HEAD: u32 = 84;
const ROW: u32 = 42;
const LINE: u32 = 16;
/// How wide a date is.
const DATE: u32 = 64;
/// How many letters there is room for.
const LABEL: usize = 36;
const SENTENCE: usize = 158;

const INK: &str = "#1f2328";
const GREY: &str = "#656d76";
const PALE: &str = "#d0d7de";
const BLUE: &str = "#3d7dca";
const GREEN: &str = "#2da44e";
const RED: &str = "#cf222e";
const AMBER: &str = "#bf8700";

pub(super) fn draw(timeline: &Timeline) -> String {
    let mut canvas = Canvas::new();
    // Writing into memory does not fail.
    let _ = canvas.document(timeline);
    String::from_utf8(canvas.writer.into_inner()).unwrap_or_default()
}

struct Canvas {
    writer: Writer<Vec<u8>>,
}

impl Canvas {
    fn new() -> Self {
        Self { writer: Writer::new_with_indent(Vec::new(), b' ', 2) }
    }

    fn document(&mut self, timeline: &Timeline) -> io::Result<()> {
        let lower = lower_text(timeline);
        let rows = u32::try_from(timeline.rows.len()).unwrap_or(0);
        let lines = u32::try_from(lower.len()).unwrap_or(0);
        let height = HEAD + rows * ROW + (lines + 2) * LINE;
        let (width, height) = (WIDTH.to_string(), height.to_string());
        let view = format!("0 0 {width} {height}");
        let mut inner = Self::new();
        inner.element("title", &[], Some("Time line"))?;
        inner.element("rect", &[("width", "100%"), ("height", "100%"), ("fill", "white")], None)?;
        inner.head(timeline, HEAD + rows * ROW)?;
        for (row, top) in timeline.rows.iter().zip((HEAD..).step_by(ROW as usize)) {
            inner.row(timeline, row, top)?;
        }
        for (line, bottom) in lower.iter().zip((HEAD + rows * ROW + LINE..).step_by(LINE as usize)) {
            inner.text(MARGIN, bottom, 10, GREY, &cut(line, SENTENCE))?;
        }
        let content = inner.writer.into_inner();
        let attributes = [
            ("xmlns", "http://www.w3.org/2000/svg"),
            ("width", &width),
            ("height", &height),
            ("viewBox", &view),
            ("font-family", "ui-monospace, Menlo, Consolas, monospace"),
        ];
        let root = self.writer.create_element("svg").with_attributes(attributes);
        root.write_inner_content(|writer| {
            io::Write::write_all(writer.get_mut(), b"\n")?;
            io::Write::write_all(writer.get_mut(), &content)
        })?;
        io::Write::write_all(self.writer.get_mut(), b"\n")
    }

    /// What the marks mean, the dates, and the present.
    fn head(&mut self, timeline: &Timeline, bottom: u32) -> io::Result<()> {
        let legend = [
            (MARGIN, "initiated", Shape::Tick(BLUE)),
            (MARGIN + 120, "parts", Shape::Dot),
            (MARGIN + 210, "deadline", Shape::Tick(AMBER)),
            (MARGIN + 320, "completed", Shape::Check),
            (MARGIN + 440, "aborted", Shape::Cross),
        ];
        for (x, word, shape) in legend {
            self.shape(shape, x + 4, 24)?;
            self.text(x + 14, 28, 12, INK, word)?;
        }
        for at in ticks(timeline) {
            let x = LEFT + timeline.axis.place(at, STEPS);
            self.line(x, 60, x, bottom, PALE, None)?;
            // The last one would leave the picture.
            self.text((x + 3).min(WIDTH - DATE), 58, 10, GREY, instant(at).get(..10).unwrap_or_default())?;
        }
        let x = LEFT + timeline.axis.place(timeline.now, STEPS);
        self.line(x, 64, x, bottom, INK, Some("3 3"))?;
        self.text(x.saturating_sub(26), 74, 10, INK, "now")
    }

    fn row(&mut self, timeline: &Timeline, row: &TimelineRow, top: u32) -> io::Result<()> {
        let x = |at| LEFT + timeline.axis.place(at, STEPS);
        let y = top + 8;
        let (from, to) = (x(row.initiated), x(row.end.map_or(timeline.now, |(at, _)| at)));
        self.text(MARGIN, y + 4, 12, INK, &cut(&row.label, LABEL))?;
        self.text(MARGIN + 12, y + 20, 10, GREY, &cut(&row.sentence, SENTENCE))?;
        let [left, upper, width] = [from, y - 2, to.saturating_sub(from)].map(|number| number.to_string());
        let bar = [("x", left.as_str()), ("y", &upper), ("width", &width), ("height", "4"), ("fill", BLUE)];
        self.element("rect", &bar, None)?;
        if let Some(deadline) = row.deadline.filter(|deadline| timeline.axis.has(*deadline)) {
            if row.end.is_none() && deadline > timeline.now {
                self.line(to, y, x(deadline), y, AMBER, Some("2 4"))?;
            }
            self.shape(Shape::Tick(AMBER), x(deadline), y)?;
        }
        self.shape(Shape::Tick(BLUE), from, y)?;
        let mut dots: Vec<u32> = row.parts.iter().map(|at| x(*at)).collect();
        dots.dedup();
        dots.into_iter().try_for_each(|x| self.shape(Shape::Dot, x, y))?;
        match row.end {
            Some((at, LineEnd::Completed)) => self.shape(Shape::Check, x(at), y),
            Some((at, LineEnd::Aborted)) => self.shape(Shape::Cross, x(at), y),
            None => Ok(()),
        }
    }

    fn shape(&mut self, shape: Shape, x: u32, y: u32) -> io::Result<()> {
        let stroked = |path: String, colour: &'static str| {
            [("d", path), ("fill", "none".into()), ("stroke", colour.into()), ("stroke-width", "2.5".into())]
        };
        let path = match shape {
            Shape::Tick(colour) => {
                let (x, y) = ((x - 1).to_string(), (y - 7).to_string());
                let tick = [("x", x.as_str()), ("y", &y), ("width", "2"), ("height", "14"), ("fill", colour)];
                return self.element("rect", &tick, None);
            }
            Shape::Dot => {
                let (x, y) = (x.to_string(), y.to_string());
                let dot = [("cx", x.as_str()), ("cy", &y), ("r", "4"), ("fill", "white"), ("stroke", BLUE)];
                return self.element("circle", &dot, None);
            }
            Shape::Cross => stroked(format!("M{} {}l10 10m0 -10l-10 10", x - 5, y - 5), RED),
            Shape::Check => stroked(format!("M{} {y}l4 5l7 -10", x - 5), GREEN),
        };
        let path: Vec<_> = path.iter().map(|(name, value)| (*name, value.as_str())).collect();
        self.element("path", &path, None)
    }

    fn line(&mut self, x1: u32, y1: u32, x2: u32, y2: u32, colour: &str, dashes: Option<&str>) -> io::Result<()> {
        let [x1, y1, x2, y2] = [x1, y1, x2, y2].map(|number| number.to_string());
        let mut attributes = vec![("x1", x1.as_str()), ("y1", &y1), ("x2", &x2), ("y2", &y2), ("stroke", colour)];
        attributes.extend(dashes.map(|dashes| ("stroke-dasharray", dashes)));
        self.element("line", &attributes, None)
    }

    fn text(&mut self, x: u32, y: u32, size: u32, colour: &str, text: &str) -> io::Result<()> {
        let [x, y, size] = [x, y, size].map(|number| number.to_string());
        let attributes = [("x", x.as_str()), ("y", &y), ("font-size", &size), ("fill", colour)];
        self.element("text", &attributes, Some(text))
    }

    /// One element; what is in its attributes and its text is escaped.
    fn element(&mut self, name: &str, attributes: &[(&str, &str)], text: Option<&str>) -> io::Result<()> {
        let element = self.writer.create_element(name).with_attributes(attributes.iter().copied());
        match text {
            Some(text) => element.write_text_content(BytesText::new(text))?,
            None => element.write_empty()?,
        };
        Ok(())
    }
}

#[derive(Debug, Clone, Copy)]
enum Shape {
    Tick(&'static str),
    Dot,
    Cross,
    Check,
}

/// Midnights that are shown as dates: at most eight of them, evenly apart.
fn ticks(timeline: &Timeline) -> Vec<DateTime> {
    const DAY: i64 = 86_400;
    let (start, end) = (timeline.axis.start.secs(), timeline.axis.end.secs());
    let days = (end - start) / DAY / 8 + 1;
    let first = (start + DAY - 1).div_euclid(DAY) * DAY;
    (0..8).map(|tick| first + tick * days * DAY).filter(|at| *at <= end).map(DateTime::from_secs).collect()
}

/// What stands below the lines.
fn lower_text(timeline: &Timeline) -> Vec<String> {
    let nothing = timeline.rows.is_empty().then(|| "nothing was uploaded in parts".to_owned());
    let mut lines: Vec<String> = nothing.into_iter().chain(timeline.others()).collect();
    if timeline.earlier_events > 0 {
        lines.push(format!("{} events that are not shown, and then:", timeline.earlier_events));
    }
    lines.extend(timeline.events.iter().cloned());
    lines
}
