import { Pool, types, type PoolClient } from 'pg';
import type { PostgresPool } from 'kysely';
import { SellerMailError, type ErrorCode } from '../../shared/errors';
import type { PostgresSettings } from '../storeSettings';

const INT8 = 20;
const NUMERIC = 1700;
const CONNECT_TIMEOUT_MS = 8_000;

/** A pg pool whose bigint columns come back as numbers (all of ours stay below 2^53) and whose failures are our errors. */
export function makePostgresPool(settings: PostgresSettings): PostgresPool {
	const pool = new Pool({
		host: settings.host, port: settings.port, database: settings.database, user: settings.user, password: settings.password,
		max: settings.maxConnections ?? 10,
		connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
		ssl: toTls(settings),
		options: `-c search_path=${settings.schema}`,
		types: { getTypeParser: (oid, format) => (oid === INT8 || oid === NUMERIC ? Number : types.getTypeParser(oid, format)) as never },
	});
	// A broken idle connection is replaced at the next use; without a listener it would end the process.
	pool.on('error', () => undefined);
	// The same for one in use: its query fails and says so; the event beside it has nobody else to go to.
	pool.on('connect', (client) => client.on('error', () => undefined));
	return {
		connect: async () => await connect(pool),
		end: async () => await pool.end(),
		options: pool.options,
	} as PostgresPool;
}

async function connect(pool: Pool): Promise<PoolClient> {
	try {
		return await pool.connect();
	} catch (error) {
		throw toPostgresError(error);
	}
}

function toTls(settings: PostgresSettings): false | { rejectUnauthorized: boolean; ca?: string } {
	if (settings.tls === 'off') return false;
	return { rejectUnauthorized: settings.tls === 'verify', ...(settings.ca ? { ca: settings.ca } : {}) };
}

/** https://www.postgresql.org/docs/current/errcodes-appendix.html and Node's network codes */
const CODES: Readonly<Record<string, { code: ErrorCode; what: string }>> = {
	'28P01': { code: 'STORE_UNREACHABLE', what: 'PostgreSQL refused user or password' },
	'28000': { code: 'STORE_UNREACHABLE', what: 'PostgreSQL does not let this user in from here' },
	'3D000': { code: 'STORE_UNREACHABLE', what: 'the database does not exist on this PostgreSQL server' },
	'42501': { code: 'STORE_UNREACHABLE', what: 'the PostgreSQL user may not create or write its tables' },
	'53100': { code: 'STORE_FULL', what: 'the disk of the PostgreSQL server is full' },
	'53300': { code: 'STORE_UNREACHABLE', what: 'PostgreSQL has no free connections' },
	'55P03': { code: 'STORE_LOCKED', what: 'another process holds the store' },
	'57P01': { code: 'STORE_UNREACHABLE', what: 'PostgreSQL is shutting down' },
	'57P02': { code: 'STORE_UNREACHABLE', what: 'PostgreSQL has crashed' },
	'08006': { code: 'STORE_UNREACHABLE', what: 'the connection to PostgreSQL broke' },
	EPIPE: { code: 'STORE_UNREACHABLE', what: 'the connection to PostgreSQL broke' },
	'57P03': { code: 'STORE_UNREACHABLE', what: 'PostgreSQL is still starting' },
	ECONNREFUSED: { code: 'STORE_UNREACHABLE', what: 'nothing answers at this host and port' },
	ECONNRESET: { code: 'STORE_UNREACHABLE', what: 'the connection to PostgreSQL broke' },
	ENOTFOUND: { code: 'STORE_UNREACHABLE', what: 'the host name is not known' },
	ETIMEDOUT: { code: 'STORE_UNREACHABLE', what: 'PostgreSQL did not answer in time' },
};

/** pg's failures as our errors; a failure without a code before login is unreachable, everything else passes through. */
export function toPostgresError(error: unknown): unknown {
	const code = (error as { code?: unknown } | undefined)?.code;
	const known = typeof code === 'string' ? CODES[code] : { code: 'STORE_UNREACHABLE' as const, what: 'no connection to PostgreSQL (TLS or time-out)' };
	return known ? new SellerMailError(known.code, { message: `Store: ${known.what}.`, cause: error }) : error;
}
