import { z } from 'zod';
import { complianceSchema } from './items';

/** Items of Reply to Buyer Message. Like all items: extra keys pass through, times are epoch ms UTC. No address travels in them. */
export const trackingEventSchema = z.object({ at: z.number().int(), event: z.enum(['placed', 'shipped', 'expected', 'delivered', 'canceled']) }).passthrough();

export const conversationSchema = z
	.object({
		id: z.string().min(1),
		shop: z.string().min(1),
		orderId: z.string().nullish(),
		marketplace: z.string().nullish(),
		language: z.string().min(2),
		category: z.string(),
		priority: z.string(),
		team: z.string(),
		isEscalated: z.boolean(),
		state: z.enum(['open', 'answered', 'closed']),
		replyDueAt: z.number().int().nullish(),
		/** false: Amazon's own notice, answered in Seller Central */
		mayReply: z.boolean(),
		/** what the store knows of the order: for after-sales */
		order: z.object({ carrier: z.string().nullish(), trackingNumber: z.string().nullish(), fulfilledBy: z.string().nullish(), history: z.array(trackingEventSchema) }).passthrough().optional(),
	})
	.passthrough();

export const messageSchema = z
	.object({
		id: z.string().optional(),
		kind: z.string(),
		/** why a mail is not Amazon's */
		reason: z.string().optional(),
		isDuplicate: z.boolean(),
		subject: z.string().optional(),
		text: z.string().optional(),
		language: z.string().optional(),
		receivedAt: z.number().int().optional(),
		evidence: z.array(z.string()).optional(),
		noResponseLink: z.string().optional(),
	})
	.passthrough();

export const draftSchema = z
	.object({
		conversationId: z.string().min(1),
		text: z.string(),
		language: z.string(),
		template: z.string().nullish(),
		compliance: complianceSchema,
	})
	.passthrough();

export type TrackingEvent = z.infer<typeof trackingEventSchema>;
export type ConversationItem = z.infer<typeof conversationSchema>;
export type MessageItem = z.infer<typeof messageSchema>;
export type DraftItem = z.infer<typeof draftSchema>;
