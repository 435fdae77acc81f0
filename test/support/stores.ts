import { randomBytes } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '../../core/shared/clock';
import { openStore, type OpenStore } from '../../core/store/openStore';
import type { PostgresSettings, SqliteSettings, StoreSettings } from '../../core/store/storeSettings';

export const STORE_KINDS = ['sqlite', 'postgres'] as const;
export type StoreKind = (typeof STORE_KINDS)[number];

/** A clock that stands still until a test moves it. */
export function aClock(at = Date.UTC(2026, 10, 20, 12)): Clock & { set(at: number): void; advance(ms: number): void } {
	let now = at;
	return { now: () => now, set: (to) => void (now = to), advance: (ms) => void (now += ms) };
}

export function sqliteSettings(): SqliteSettings {
	return { kind: 'sqlite', file: join(mkdtempSync(join(tmpdir(), 'seller-mail-')), 'store.sqlite') };
}

export function postgresSettings(): PostgresSettings {
	return {
		kind: 'postgres', host: '127.0.0.1', port: Number(process.env.TEST_POSTGRES_PORT), database: 'seller_mail_test',
		user: 'postgres', password: 'postgres', schema: `t_${randomBytes(6).toString('hex')}`, tls: 'off', maxConnections: 5,
	};
}

export function storeSettings(kind: StoreKind): StoreSettings {
	return kind === 'sqlite' ? sqliteSettings() : postgresSettings();
}

/** A fresh, empty store of that kind. Close it in `afterAll`/`afterEach`. */
export async function aStore(kind: StoreKind, clock: Clock = aClock()): Promise<OpenStore> {
	return await openStore(storeSettings(kind), { clock });
}
