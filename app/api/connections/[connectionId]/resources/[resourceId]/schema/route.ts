export { route as GET, route as PUT } from "@/lib/doors";
