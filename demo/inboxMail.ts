export interface InboxMail {
	/** 1, 2, 3 ... in the order of arrival. */
	id: number;
	receivedAt: number;
	/** Who the SMTP envelope named, which need not be what the headers say. */
	from: string;
	to: string[];
	/** The message as it came over the wire, byte for byte, without SMTP's dot-stuffing. */
	source: Buffer;
}
