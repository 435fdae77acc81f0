import fc from 'fast-check';
import { addKey, makeToken, makeViewToken, namesUnknownKey, parseToken, placeDeliveryLinks, type LinkKeys } from '../../../core/link/token';
import { makeSeededRandom } from '../../../demo/shopRandom';

const key = (fill: number): string => Buffer.alloc(32, fill).toString('base64url');
const keys: LinkKeys = { current: '2', keys: { 1: key(1), 2: key(2) } };
const DELIVERY = 'd_AbCdEfGhIjKlMnOpQr-_';
const BUYER = 'b_0123456789abcdefghij';

it('a token names its delivery or buyer', () => {
	expect(parseToken(keys, makeToken(keys, DELIVERY))).toEqual({ kind: 'delivery', id: DELIVERY });
	expect(parseToken(keys, makeToken(keys, BUYER))).toEqual({ kind: 'buyer', id: BUYER });
});

it('a token made before the key was rotated → still good', () => {
	const old = makeToken({ ...keys, current: '1' }, DELIVERY);
	expect(parseToken(keys, old)).toEqual({ kind: 'delivery', id: DELIVERY });
});

it('a token of another store → refused', () => {
	expect(parseToken({ current: '2', keys: { 2: key(9) } }, makeToken(keys, DELIVERY))).toBeUndefined();
});

it.each([undefined, null, 7, '', 'x', DELIVERY, `${DELIVERY}.2.`, `${DELIVERY}.__proto__.aaaaaaaaaaaaaaaaaaaaaa`, ['a']])('%p → refused', (token) => {
	expect(parseToken(keys, token)).toBeUndefined();
});

it('a token with any character changed → refused', () => {
	const token = makeToken(keys, DELIVERY);
	fc.assert(fc.property(fc.nat(token.length - 1), fc.constantFrom(...'abzAZ09-_.'), (at, character) => {
		const altered = token.slice(0, at) + character + token.slice(at + 1);
		return altered === token || parseToken(keys, altered) === undefined;
	}), { numRuns: 5_000 });
});

it('links of a rendering name the delivery afterwards; links of others stay', () => {
	const mine = `https://shop.example/webhook/1/m?t=${makeToken(keys, BUYER)}`;
	const other = `https://shop.example/webhook/1/m?t=${makeToken(keys, 'b_othersothersothersxx')}`;
	expect(placeDeliveryLinks(`<a href="${mine}">x</a> ${other}`, BUYER, { unsubscribeUrl: 'https://new.example/m?t=D', viewUrl: 'https://new.example/m?t=V' })).toBe(`<a href="https://new.example/m?t=D">x</a> ${other}`);
});

describe('tokens of other kinds', () => {
	const REQUEST = 'k_0123456789abcdefghij';

	it('each says what it is for', () => {
		expect(parseToken(keys, makeViewToken(keys, DELIVERY))).toEqual({ kind: 'view', id: DELIVERY });
		expect(parseToken(keys, makeToken(keys, REQUEST))).toEqual({ kind: 'confirmation', id: REQUEST });
	});

	it.each([
		['view → unsubscribe', makeViewToken(keys, DELIVERY).slice(2)],
		['unsubscribe → view', `v.${makeToken(keys, DELIVERY)}`],
		['unsubscribe → confirmation', makeToken(keys, DELIVERY).replace('d_', 'k_')],
		['confirmation → unsubscribe', makeToken(keys, REQUEST).replace('k_', 'b_')],
		['confirmation → view', `v.${makeToken(keys, REQUEST)}`],
	])('one made into another (%s) → refused', (_name, token) => {
		expect(parseToken(keys, token)).toBeUndefined();
	});

	it('a rendering gets both links of its delivery', () => {
		const mine = `https://shop.example/m?t=${makeViewToken(keys, BUYER)} https://shop.example/m?t=${makeToken(keys, BUYER)}`;
		expect(placeDeliveryLinks(mine, BUYER, { unsubscribeUrl: 'U', viewUrl: 'V' })).toBe('V U');
	});
});

it('a fresh key signs from then on, the others go on verifying', () => {
	const rotated = addKey(keys, key(3));
	expect(rotated.current).toBe('3');
	expect(makeToken(rotated, BUYER)).toContain('.3.');
	for (const made of [makeToken(keys, BUYER), makeToken(rotated, BUYER)]) expect(parseToken(rotated, made)).toEqual({ kind: 'buyer', id: BUYER });
	expect(namesUnknownKey(keys, makeToken(rotated, BUYER))).toBe(true);
	expect(namesUnknownKey(rotated, makeToken(keys, BUYER))).toBe(false);
	expect(namesUnknownKey(rotated, 'x')).toBe(false);
});

it('1,000,000 altered tokens → none accepted', () => {
	const originals = [makeToken(keys, DELIVERY), makeToken(keys, BUYER), makeToken(keys, 'k_0123456789abcdefghij'), makeViewToken(keys, DELIVERY), makeToken({ ...keys, current: '1' }, DELIVERY)];
	const known = new Set(originals);
	const foreign: LinkKeys = { current: '2', keys: { 1: key(7), 2: key(8) } };
	const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.';
	const { integer } = makeSeededRandom(20261122, 'altered tokens');
	const random = (below: number): number => integer(0, below - 1);
	let [tried, accepted, reachedMac] = [0, 0, 0];
	const attempt = (token: string): void => {
		if (known.has(token)) return;
		tried += 1;
		if (/^(?:v\.)?[bdk]_[\w-]{20}\.[12]\.[\w-]{22}$/.test(token)) reachedMac += 1;
		if (parseToken(keys, token)) accepted += 1;
	};
	while (tried < 1_000_000) {
		for (const token of originals) {
			const [at, other] = [random(token.length), random(token.length)];
			const replace = (index: number, character: string): string => token.slice(0, index) + character + token.slice(index + 1);
			attempt(replace(at, alphabet[random(alphabet.length)] ?? ''));
			attempt(replace(at, String.fromCharCode(token.charCodeAt(at) ^ (1 << random(8)))));
			attempt(replace(token.length - 1 - random(22), alphabet[random(64)] ?? ''));
			attempt([...token].map((character, index) => (index === at ? token[other] : index === other ? token[at] : character)).join(''));
			attempt(token.slice(0, at));
			attempt(`${token}${alphabet[random(64)]}`);
			attempt(`${token.slice(0, -22)}${makeToken(foreign, `b_${alphabet.slice(random(40), 60).slice(0, 20).padEnd(20, 'x')}`).slice(-22)}`);
			attempt(token.startsWith('v.') ? token.slice(2) : `v.${token}`);
			attempt(`${'bdk'[random(3)]}${token.slice(1)}`);
			attempt(token.replace(/\.([12])\./, (_whole, id: string) => `.${id === '1' ? '2' : '1'}.`));
			attempt(`${token.slice(0, -22)}${originals[random(originals.length)]?.slice(-22)}`);
		}
	}
	expect(accepted).toBe(0);
	// most of them looked right and were refused for their signature
	expect(reachedMac).toBeGreaterThan(300_000);
});
