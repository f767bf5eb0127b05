export { route as POST } from "@/lib/doors";
