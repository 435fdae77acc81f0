import { parseAnswer, parseJson } from '../../../../core/gateway/aliExpress/parseAnswer';

const failure = (code: string, type = 'ISV'): string => JSON.stringify({ error_response: { code, type, msg: 'token 50000 of ana@correo.example' } });

describe('an answer of the AliExpress gateway', () => {
	it.each([
		['wrapped by method', { aliexpress_solution_order_get_response: { result: { a: 1 }, request_id: 'r' } }],
		['result alone', { result: { a: 1 }, code: '0' }],
		['bare', { a: 1 }],
		['result as text', { x_response: { result: '{"a":1}' } }],
	])('%s → its fields', (_name, body) => expect(parseAnswer(200, JSON.stringify(body))).toMatchObject({ kind: 'answered', result: { a: 1 } }));

	it.each([
		[failure('IllegalAccessToken'), { kind: 'tokenRefused', code: 'IllegalAccessToken' }],
		[JSON.stringify({ code: 27, sub_code: 'isv.invalid-session' }), { kind: 'tokenRefused' }],
		[failure('InvalidAppKey'), { kind: 'refused', what: 'login' }],
		[failure('appkey not exists'), { kind: 'refused', what: 'login' }],
		[failure('IncompleteSignature'), { kind: 'refused', what: 'login' }],
		[failure('InsufficientPermission'), { kind: 'refused', what: 'permission' }],
		[failure('ApiCallLimit'), { kind: 'throttled', code: 'ApiCallLimit' }],
		[JSON.stringify({ code: 'ApiCallLimit', type: 'ISV', message: 'slow down' }), { kind: 'throttled' }],
		[failure('ServiceTimeout', 'SYSTEM'), { kind: 'unreachable' }],
		[failure('Unheard-Of'), { kind: 'refused', what: 'request', code: 'Unheard-Of' }],
		[JSON.stringify({ x_response: { result: { success: false, error_code: 'F00-10', error_message: 'ana@correo.example' } } }), { kind: 'refused', what: 'request', code: 'F00-10' }],
		[JSON.stringify({ result: { success: 'false' } }), { kind: 'refused', what: 'request' }],
		['<html>busy</html>', { kind: 'unreachable' }],
		['[1]', { kind: 'unreachable' }],
	])('status 200 with %s', (text, expected) => {
		const answer = parseAnswer(200, text);
		expect(answer).toMatchObject(expected);
		expect(JSON.stringify(answer)).not.toMatch(/ana@|50000/);
	});

	it.each([[500, '{}', 'unreachable'], [502, 'x', 'unreachable'], [429, '', 'throttled'], [404, '{}', 'refused']])('status %d → %s', (status, text, kind) => {
		expect(parseAnswer(status, text).kind).toBe(kind);
	});

	it('numbers beyond 2^53 keep their digits, others stay numbers, hostile keys are only keys', () => {
		expect(parseJson('{"a":80000116680785810123,"b":1160045860056286,"c":1.5,"d":"9"}')).toEqual({ a: '80000116680785810123', b: 1160045860056286, c: 1.5, d: '9' });
		parseJson('{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}');
		expect(({} as Record<string, unknown>).polluted).toBeUndefined();
	});
});
