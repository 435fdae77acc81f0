import { parseConditions } from '../../../core/segment/parseConditions';

const one = { field: 'orders.count', operator: 'atLeast', value: 2 };
const nested = (depth: number): object => ({ match: 'any', conditions: [depth > 1 ? nested(depth - 1) : one] });

it('JSON is read', () => expect(parseConditions(JSON.stringify({ match: 'any', conditions: [one] }))).toEqual({ match: 'any', conditions: [one] }));

it('groups in groups are read; a group without match is “all”', () => {
	expect(parseConditions({ conditions: [one, { match: 'none', conditions: [{ ...one, withinDays: 30 }] }] }))
		.toEqual({ match: 'all', conditions: [one, { match: 'none', conditions: [{ ...one, withinDays: 30 }] }] });
	expect(() => parseConditions(nested(6))).not.toThrow();
});

it.each<[string, unknown, RegExp]>([
	['a number', 7, /^Segment, conditions: expected object/],
	['text that is no JSON, without quoting it', '{ "field": secret@mail.example }', /^Segment, conditions: this is no JSON \((?!.*secret).*\)\.$/],
	['a list', [one], /^Segment, conditions: expected object/],
	['nothing', { match: 'all', conditions: [] }, /^Segment, conditions: there is no condition, so it would be every buyer/],
	['an empty group, which would be everybody', { match: 'any', conditions: [one, { match: 'all', conditions: [] }] }, /^Segment, conditions\.2: there is no condition/],
	['a group without its list', { match: 'all', conditions: [{ match: 'any' }] }, /^Segment, conditions\.1: `conditions` is missing/],
	['another word for all', { match: 'and', conditions: [one] }, /^Segment, conditions: `match` invalid enum value/],
	['no operator', { conditions: [one, { field: 'orders.count' }] }, /^Segment, conditions\.2: `operator` is missing/],
	['a misspelt key', { conditions: [{ match: 'any', conditions: [one, { ...one, within: 3 }] }] }, /^Segment, conditions\.1\.2: `within` is not known/],
	['days below 0', { conditions: [{ ...one, withinDays: -1 }] }, /^Segment, conditions\.1: `withinDays` expected a number of days above 0/],
	['a group too deep', nested(7), /^Segment, conditions(\.1){6}: more than 6 groups are inside each other/],
	['a prototype', { conditions: [JSON.parse('{"__proto__": {"field": "x"}, "field": "a", "operator": "b", "x": 1}')] }, /^Segment, conditions\.1: `.*` is not known/],
])('%s → refused, named by its place', (_name, input, message) => {
	expect(() => parseConditions(input)).toThrow(message);
});
