export { signInRoute as GET, signInRoute as POST } from "@/lib/guard/next-auth";
