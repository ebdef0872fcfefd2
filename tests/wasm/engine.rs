//! That a run is where it says it is: a runner that falls back to another engine would test the same one twice.

use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::js;

#[wasm_bindgen_test]
fn this_is_the_engine_that_was_asked_for() {
    let is = |expression: &str| js(expression).is_truthy();
    let (node, window, firefox) = (
        is("typeof process === 'object' && !!process.versions?.node"),
        is("typeof window === 'object'"),
        is("/Firefox/.test(globalThis.navigator?.userAgent)"),
    );
    let expected = match env!("OPIK_TEST_ENGINE") {
        "node" => (true, false, false),
        "chrome" => (false, true, false),
        "firefox" => (false, true, true),
        "worker" => (false, false, false),
        other => panic!("unknown engine {other}"),
    };
    assert_eq!((node, window, firefox), expected, "(Node, window, Firefox)");
}
