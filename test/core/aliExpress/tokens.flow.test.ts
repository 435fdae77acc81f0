import { setTimeout as wait } from 'node:timers/promises';
import { aliExpressApi } from '../../../core/gateway/aliExpress/aliExpressApi';
import { parseAccount } from '../../../core/aliExpress/account';
import { getAccessToken, type TokenDeps } from '../../../core/aliExpress/tokens.flow';
import { systemRandom } from '../../../core/shared/random';
import { seal, unseal } from '../../../core/shared/seal';
import { makeSettingStore } from '../../../core/store/settingQueries';
import { openStore, type OpenStore } from '../../../core/store/openStore';
import { FAKE_APP, startAliExpressServer, type AliExpressServer } from '../../support/aliExpressServer';
import { aClock, STORE_KINDS, storeSettings } from '../../support/stores';

describe.each(STORE_KINDS)('tokens of AliExpress on %s', (kind) => {
	const clock = aClock();
	let server: AliExpressServer;
	let stores: OpenStore[];
	beforeEach(async () => {
		const settings = storeSettings(kind);
		server = await startAliExpressServer(clock);
		stores = [await openStore(settings, { clock }), await openStore(settings, { clock })];
	});
	afterEach(async () => {
		await server.close();
		for (const store of stores) await store.close();
	});

	const depsOf = (index: number): TokenDeps => {
		const store = stores[index];
		if (!store) throw new Error('no such store');
		// the other process has to have its turn, the clock stands still
		return { clock, random: systemRandom, sleep: async () => void (await wait(2)), settings: makeSettingStore(store, clock), api: aliExpressApi };
	};
	const anAccount = (more: object = {}) => parseAccount({ ...FAKE_APP, accessToken: 'access-0', refreshToken: 'refresh-0', baseUrl: server.baseUrl, ...more });

	it('the token of the credential is used until it is refused, then renewed once and kept', async () => {
		const account = anAccount();
		expect(await getAccessToken(depsOf(0), account)).toBe('access-0');
		expect(server.requests).toHaveLength(0);
		expect(await getAccessToken(depsOf(0), account, 'access-0')).toBe('access-1');
		expect(await getAccessToken(depsOf(1), account)).toBe('access-1');
		expect(server.count('/auth/token/refresh')).toBe(1);
	});

	it('twenty that need a new one at once, in two processes → one call, and all have it', async () => {
		const account = anAccount();
		const tokens = await Promise.all(Array.from({ length: 20 }, async (_none, index) => await getAccessToken(depsOf(index % 2), account, 'access-0')));
		expect(new Set(tokens)).toEqual(new Set(['access-1']));
		expect(server.count('/auth/token/refresh')).toBe(1);
	});

	it('one that is about to end is renewed in time; both rotate', async () => {
		const account = anAccount();
		await getAccessToken(depsOf(0), account, 'access-0');
		clock.advance(86_400_000 - 4 * 60_000);
		expect(await getAccessToken(depsOf(1), account)).toBe('access-2');
		expect(server.requests.map(({ parameters }) => parameters.refresh_token)).toEqual(['refresh-0', 'refresh-1']);
	});

	it('an answer without a refresh token → the old one stays', async () => {
		server.options.omitsRefreshToken = true;
		const account = anAccount();
		await getAccessToken(depsOf(0), account, 'access-0');
		expect(await getAccessToken(depsOf(0), account, 'access-1')).toBe('access-2');
	});

	it('a code instead of tokens is exchanged once', async () => {
		const account = parseAccount({ ...FAKE_APP, authorisationCode: 'code-1', baseUrl: server.baseUrl });
		expect(await getAccessToken(depsOf(0), account)).toBe('access-1');
		expect(await getAccessToken(depsOf(1), account)).toBe('access-1');
		expect(server.requests.map(({ name }) => name)).toEqual(['/auth/token/create']);
	});

	it('a holder of the lease that died → the next one waits for its end and goes on', async () => {
		const account = anAccount();
		const dying: TokenDeps = { ...depsOf(0), api: { ...aliExpressApi, refreshToken: async () => await new Promise<never>(() => undefined) } };
		void getAccessToken(dying, account, 'access-0');
		await wait(30);
		const waiting = { ...depsOf(1), sleep: async (ms: number) => { await wait(1); clock.advance(ms); } };
		expect(await getAccessToken(waiting, account, 'access-0')).toBe('access-1');
	});

	it('tokens that are entered anew count, not those of the past', async () => {
		await getAccessToken(depsOf(0), anAccount(), 'access-0');
		expect(await getAccessToken(depsOf(0), anAccount({ accessToken: 'access-new' }))).toBe('access-new');
	});

	it('no token is in the store in clear, nor the app’s key or secret', async () => {
		await getAccessToken(depsOf(0), anAccount(), 'access-0');
		const rows = await stores[0]?.db.selectFrom('settings').selectAll().where('key', 'like', 'aliexpress:%').execute();
		expect(rows?.length).toBeGreaterThan(0);
		expect(JSON.stringify(rows)).not.toMatch(/access-|refresh-|helloworld|500102/);
	});

	it.each([
		['a refresh token that is refused', { refreshToken: 'gone' }, 'IllegalRefreshToken'],
		['none at all', { refreshToken: '' }, 'no refresh token'],
	])('%s → an error that says what to do, without a secret', async (_name, more, words) => {
		const failed = getAccessToken(depsOf(0), anAccount(more), 'access-0');
		await expect(failed).rejects.toMatchObject({ code: 'ALIEXPRESS_LOGIN_REFUSED', message: expect.stringContaining(words), nextStep: expect.stringContaining('authorise') });
		await expect(failed).rejects.not.toMatchObject({ message: expect.stringMatching(/access-0|helloworld/) });
	});
});

describe('the credential', () => {
	it.each([
		['http elsewhere', { baseUrl: 'http://api-sg.aliexpress.com' }, 'Gateway'], ['a name in the address', { baseUrl: 'https://user:pass@x.example' }, 'Gateway'],
		['a query', { baseUrl: 'https://x.example/?a=b' }, 'Gateway'], ['a file', { baseUrl: 'file:///etc/passwd' }, 'Gateway'], ['local look-alike', { baseUrl: 'http://localhost.evil.example' }, 'Gateway'],
		['no key', { appKey: ' ' }, 'App Key'], ['no secret', { appSecret: '' }, 'App Secret'], ['no token', { accessToken: '' }, 'Access Token'],
	])('%s → refused by name', (_name, more, field) => {
		expect(() => parseAccount({ appKey: '1', appSecret: 's', accessToken: 'a', ...more })).toThrow(expect.objectContaining({ code: 'INPUT_INVALID', message: expect.stringContaining(field) }));
	});

	it('the default gateway', () => expect(parseAccount({ appKey: '1', appSecret: 's', accessToken: 'a', baseUrl: '' }).baseUrl).toBe('https://api-sg.aliexpress.com'));
});

describe('a sealed text', () => {
	it('opens with its secret only, and unchanged only', () => {
		const sealed = seal('secret', 'text ✓', systemRandom);
		expect(unseal('secret', sealed)).toBe('text ✓');
		expect(unseal('other', sealed)).toBeUndefined();
		expect(unseal('secret', `${sealed.slice(0, -2)}AA`)).toBeUndefined();
		expect(unseal('secret', 'short')).toBeUndefined();
	});
});
