/**
 * The rules as JavaScript, for pages whose policy or browser forbids WebAssembly: the same Rust, translated.
 */
import { __wbg_set_wasm } from '../../target/twin/campagnodon_bg.js'
import * as rules from '../../target/twin/rules.js'

__wbg_set_wasm(rules)

export { read } from '../../target/twin/campagnodon_bg.js'
