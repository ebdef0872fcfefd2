// The assertion that the type tests use.

/**
 * `true` if the two are one type, with the same modifiers; not only if each can be assigned to the other, as `any` can.
 * Both sides are written out: of one alias, only what it is given would be compared, and loosely.
 */
type Same<A, B> = (<X>() => X extends A ? 1 : 2) extends <X>() => X extends B ? 1 : 2 ? true : false;

/** `same<A, B>(true)` compiles only if A and B are one type. */
export declare function same<A, B>(answer: Same<A, B>): void;

same<string, string>(true);
same<string, any>(false);
same<Promise<string>, Promise<any>>(false);
same<{ field: string }, { readonly field: string }>(false);
