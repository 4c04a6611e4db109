//! How a trace goes on elsewhere: the header `traceparent` of the W3C, version 00. The same text stands
//! with a mail that waits, so that its sending is a part of what caused it.

use opentelemetry::{
    Context, SpanId, TraceFlags, TraceId,
    trace::{SpanContext, TraceContextExt as _, TraceState},
};
use tracing_opentelemetry::OpenTelemetrySpanExt as _;

/// The trace of what is under way; none where traces are not kept.
pub fn current() -> Option<String> {
    let context = tracing::Span::current().context();
    let span = context.span().span_context().clone();
    span.is_valid().then(|| {
        let flags = span.trace_flags().to_u8();
        format!("00-{}-{}-{flags:02x}", span.trace_id(), span.span_id())
    })
}

/// What such a text says; nothing where it says nothing.
pub fn read(text: &str) -> Option<Context> {
    let parts: Vec<_> = text.trim().split('-').collect();
    let [version, trace, span, flags] = parts[..] else { return None };
    let is_hex = |part: &str, digits: usize| {
        part.len() == digits && part.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
    };
    let fits = version == "00" && is_hex(trace, 32) && is_hex(span, 16) && is_hex(flags, 2);
    if !fits {
        return None;
    }
    let context = SpanContext::new(
        TraceId::from_hex(trace).ok()?,
        SpanId::from_hex(span).ok()?,
        TraceFlags::new(u8::from_str_radix(flags, 16).ok()?),
        true,
        TraceState::default(),
    );
    context.is_valid().then(|| Context::new().with_remote_span_context(context))
}

/// Has a span that was just made be a part of such a trace.
pub fn follow(span: &tracing::Span, text: &str) {
    if let Some(context) = read(text) {
        // Refused where traces are not kept.
        let _ = span.set_parent(context);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trace_is_read_as_it_was_written() {
        let text = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        let context = read(text).unwrap();
        let span = context.span().span_context().clone();
        assert_eq!(span.trace_id().to_string(), "0af7651916cd43dd8448eb211c80319c");
        assert_eq!(span.span_id().to_string(), "b7ad6b7169203331");
        assert!(span.is_sampled() && span.is_remote());
        assert_eq!(current(), None, "traces are not kept here");
    }

    #[test]
    fn what_says_nothing_is_no_trace() {
        for text in [
            "",
            "x",
            "00-00000000000000000000000000000000-b7ad6b7169203331-01",
            "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
            "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
            "01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-x",
            "00-+af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        ] {
            assert!(read(text).is_none(), "{text}");
        }
    }
}
