import { ERROR_TABLE, type ErrorCode } from './errorTable';

export type { ErrorCode } from './errorTable';

/** What an error may carry along: never an address, a secret or a mail's text. */
export type ErrorContext = Readonly<Record<string, string | number | boolean | undefined>>;

interface ErrorDetails {
	/** What happened and where, in words: "Template `low-stock` needs `stockLeft`." */
	message: string;
	/** What to do now; the code's general advice when left out. */
	nextStep?: string;
	context?: ErrorContext;
	cause?: unknown;
}

/** The only error that core throws on purpose. `code` is stable and documented in docs/errors.md. */
export class SellerMailError extends Error {
	override readonly name = 'SellerMailError';
	readonly nextStep: string;
	readonly isRetryable: boolean;
	readonly context: ErrorContext;

	constructor(
		readonly code: ErrorCode,
		details: ErrorDetails,
	) {
		super(details.message, { cause: details.cause });
		this.nextStep = details.nextStep ?? ERROR_TABLE[code].nextStep.en;
		this.isRetryable = ERROR_TABLE[code].isRetryable;
		this.context = details.context ?? {};
	}
}
