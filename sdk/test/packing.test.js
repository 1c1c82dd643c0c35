import assert from "node:assert/strict";
import { test } from "node:test";
import { bindings, byDeclaration, completed, named } from "../names.mjs";

// The build gives everything in the script another name, from a list that may be older than the sources.

/** Each a body that returns something; names are used in every way that could be told apart wrongly. */
const BODIES = [
	"var a = 1, f = (b) => { let c = b + a; { let d = c; return [a, b, c, d]; } }; return f(2);",
	"var x = { alpha: 1, beta: 2 }, f = ({ alpha, beta: [...rest] = [7] }, more = alpha) => ({ alpha, rest, more }); return [f({ alpha: 3, beta: [4, 5] }), f(x.beta ? { alpha: 1 } : x)];",
	"var e = 1, f = () => { try { throw { message: e }; } catch ({ message }) { var late = message; } try { throw 5; } catch (e) { return [e, late]; } }; return [f(), e];",
	"var f = function own(n) { return n ? n * own(n - 1) : 1; }, g = (own) => own + f(3); return g(1);",
	"var all = []; for (let i = 0; i < 3; i++) all.push(() => i); for (const i of [7]) all.push(() => i); return all.map((each) => each());",
	"var f = (n) => { switch (n) { case 1: { let k = 1; return k; } default: let k = 2; return k + n; } }; return [f(1), f(3)];",
	"var o = { get size() { return this.n; }, n: 4, run(n) { return n + this.n; }, n2: { n: 1 } }, n = 9; return [o.size, o.run(n), o.n2.n, typeof nowhere, isFinite(n)];",
	"function later() { return early; } var early = 3; class Kept { value = early; twice(value) { return value * 2; } } return [later(), new Kept().value, new Kept().twice(4)];",
];

for (const [i, body] of BODIES.entries()) {
	test(`what script ${i + 1} does is the same under any names`, () => {
		const code = `var run=()=>{${body}};globalThis.answer=run();`;
		const evaluated = (text) =>
			JSON.stringify(new Function(`${text} return globalThis.answer;`)());
		const bound = bindings(code);
		const expected = evaluated(code);
		// As if the list were of another script: the same name for all, names that mean something already, names in turns.
		for (const list of [
			["e"],
			["isFinite", "globalThis", "if", "e"],
			["a", "b"],
			["b", "a", "e", "t"],
			[],
		]) {
			const names = completed(
				bound,
				bound.all.map((_, index) => list[index % list.length]),
			);
			assert.equal(evaluated(named(bound, names)), expected, list.join());
		}
	});
}

test("a name that is wanted is given, and the rest get the shortest that is free", () => {
	const bound = bindings("var first=one=>one+second,second=2;first(second);");
	const lists = byDeclaration(bound);
	assert.deepEqual(
		[...lists].map(([declaration, indices]) => [declaration, indices.length]),
		[
			["first", 2],
			["second", 1],
		],
	);
	const names = completed(
		bound,
		Object.assign([], { [lists.get("first")[0]]: "q" }),
	);
	assert.equal(named(bound, names), "var q=t=>t+e,e=2;q(e);");
});
