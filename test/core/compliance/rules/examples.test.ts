import { tryMailExample, tryMessageExample } from '../../../../bench/docs/tryExample';
import { MAIL_RULES } from '../../../../core/compliance/rules/registry';
import { MESSAGE_RULES } from '../../../../core/messaging/rules/registry';

/** The examples of docs/rules do what they say. */
const tried = [
	...MAIL_RULES.flatMap(({ id, example }) => (example ? [{ id, example, tryOut: tryMailExample }] : [])),
	...MESSAGE_RULES.flatMap(({ id, example }) => (example ? [{ id, example, tryOut: tryMessageExample }] : [])),
];

it.each(tried)('$id: one example breaks it, the other keeps it', ({ id, example, tryOut }) => {
	expect(['needsReview', 'violation']).toContain(tryOut(id, example, example.fails));
	expect(tryOut(id, example, example.passes)).toBe('pass');
});

it('every Amazon rule about words has an example', () => {
	expect(MESSAGE_RULES.filter(({ example }) => !example).map(({ id }) => id)).toEqual(['AMZ-PERSON']);
});
