// The assertion of the type tests.

type Probe<T> = <X>() => X extends T ? 1 : 2;

/** `true` if the two are one type, with the same modifiers; not only if each can be assigned to the other. */
type Same<A, B> = Probe<A> extends Probe<B> ? true : false;

/** `same<A, B>(true)` compiles only if A and B are one type. */
export declare function same<A, B>(answer: Same<A, B>): void;
