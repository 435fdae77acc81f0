/** Small named values in the store: watermarks, leases, tokens. */
export interface SettingStore {
	read(key: string): Promise<string | undefined>;
	/**
	 * Reads and writes one value as one step: of several processes that do it at once each sees what the one before it left.
	 * `decide` may be asked again and does nothing else; a `value` that is left out leaves it as it is.
	 */
	change<Answer>(key: string, decide: (value: string | undefined) => { value?: string; answer: Answer }): Promise<Answer>;
}
