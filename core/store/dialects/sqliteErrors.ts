import { SellerMailError, type ErrorCode } from '../../shared/errors';

/** https://www.sqlite.org/rescode.html, primary codes */
const CODES: Readonly<Record<number, { code: ErrorCode; what: string }>> = {
	5: { code: 'STORE_LOCKED', what: 'another process is writing to the store file' },
	6: { code: 'STORE_LOCKED', what: 'a table of the store file is locked' },
	8: { code: 'STORE_UNREACHABLE', what: 'the store file may not be written to' },
	10: { code: 'STORE_UNREACHABLE', what: 'the disk under the store file fails' },
	11: { code: 'STORE_DAMAGED', what: 'the store file is damaged' },
	13: { code: 'STORE_FULL', what: 'the disk under the store file is full' },
	14: { code: 'STORE_UNREACHABLE', what: 'the store file can not be opened or created' },
	26: { code: 'STORE_DAMAGED', what: 'the store file is not a database' },
};

function primaryCode(error: unknown): number | undefined {
	const code = (error as { errcode?: unknown } | undefined)?.errcode;
	return typeof code === 'number' ? code & 0xff : undefined;
}

/** Another connection holds the lock; trying again later can help. */
export function isSqliteBusy(error: unknown): boolean {
	const code = primaryCode(error);
	return code === 5 || code === 6;
}

/** SQLite's result codes as our errors; what isn't about the store's health (a violated constraint, say) passes through. */
export function toSqliteError(error: unknown): unknown {
	const known = CODES[primaryCode(error) ?? -1];
	return known ? new SellerMailError(known.code, { message: `Store: ${known.what}.`, cause: error }) : error;
}
