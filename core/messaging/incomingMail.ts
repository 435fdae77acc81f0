/** One mail as this component reads it, whichever way n8n handed it over. Everything in it is hostile. */
export interface IncomingMail {
	/** unfolded values by lower-case name; the last one where a header repeats */
	headers: ReadonlyMap<string, string>;
	/** the address in From; undefined when there is none or more than one could be meant */
	from: { address: string; name: string } | undefined;
	replyTo: string[];
	/** To and Cc */
	recipients: string[];
	subject: string;
	text: string;
	html: string;
	/** epoch ms of the Date header, else of the oldest Received; undefined when neither can be read */
	sentAt: number | undefined;
	/** with angle brackets; undefined when the mail has none */
	messageId: string | undefined;
	/** In-Reply-To and References, oldest first */
	references: string[];
}

/** Every Message-ID in a header value, at most 20, none that could break a header. */
export function readMessageIds(value: string): string[] {
	return [...new Set(value.match(/<[^<>\s]{1,250}@[^<>\s]{1,250}>/g) ?? [])].slice(-20);
}
