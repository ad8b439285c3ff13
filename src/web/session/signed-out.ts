/** Nobody is signed in, or no more: the pages' error handler asks to sign in. */
export class SignedOut extends Error {
  override readonly name = "SignedOut";

  constructor() {
    super("nobody is signed in");
  }
}
