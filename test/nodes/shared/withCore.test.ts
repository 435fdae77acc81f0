import { toStoreSettings, withStore } from '../../../nodes/shared/withCore';
import { sqliteSettings } from '../../support/stores';

afterEach(() => void delete process.env.EXECUTIONS_MODE);

it('an empty file name → the default place in n8n\'s user folder; a bare name is put there too', () => {
	process.env.N8N_USER_FOLDER = '/data';
	expect(toStoreSettings({ kind: 'sqlite', file: '' })).toEqual({ kind: 'sqlite', file: '/data/.n8n/seller-mail/store.sqlite' });
	expect(toStoreSettings({ kind: 'sqlite', file: 'other.sqlite' })).toEqual({ kind: 'sqlite', file: '/data/.n8n/seller-mail/other.sqlite' });
	expect(toStoreSettings({ kind: 'sqlite', file: '/mnt/x.sqlite' })).toEqual({ kind: 'sqlite', file: '/mnt/x.sqlite' });
});

it('a file in queue mode → refused with the way out', async () => {
	process.env.EXECUTIONS_MODE = 'queue';
	await expect(withStore(sqliteSettings(), async () => await Promise.resolve(1))).rejects.toMatchObject({ code: 'STORE_NEEDS_POSTGRES' });
});

it('nodes that work at the same time share one open store', async () => {
	const settings = sqliteSettings();
	const cores = await Promise.all([1, 2, 3].map(async () => await withStore(settings, async (core) => await Promise.resolve(core))));
	expect(new Set(cores).size).toBe(1);
	await cores[0]?.close();
});
