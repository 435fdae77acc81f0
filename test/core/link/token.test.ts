import fc from 'fast-check';
import { makeToken, parseToken, placeDeliveryLinks, type LinkKeys } from '../../../core/link/token';

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
