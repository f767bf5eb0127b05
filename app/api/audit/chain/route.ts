export { route as GET } from "@/lib/doors";
