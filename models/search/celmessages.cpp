// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "search/celmachine.h"

#include "codec/utf8.h"

namespace Search::Cel {

namespace {

std::string quoted(std::string_view text)
{
    constexpr std::size_t longest = 80;
    if (text.size() <= longest)
        return "'" + std::string(text) + "'";
    return "'" + std::string(text.substr(0, Codec::characterBorder(text, longest))) + "…'";
}

/// What was called, as the expression writes it.
std::string operationName(const Data &error, const Program &program)
{
    const Step &step = program.steps[error.place];
    switch (step.kind) {
    case NodeKind::Not: return "!";
    case NodeKind::Negate: case NodeKind::Subtract: return "-";
    case NodeKind::Add: return "+";
    case NodeKind::Multiply: return "*";
    case NodeKind::Divide: return "/";
    case NodeKind::Modulo: return "%";
    case NodeKind::Less: return "<";
    case NodeKind::LessEqual: return "<=";
    case NodeKind::Greater: return ">";
    case NodeKind::GreaterEqual: return ">=";
    case NodeKind::In: return "in";
    case NodeKind::Index: return "[]";
    case NodeKind::All: return "all()";
    case NodeKind::Exists: return "exists()";
    case NodeKind::ExistsOne: return "exists_one()";
    case NodeKind::MapEach: case NodeKind::MapIf: return "map()";
    case NodeKind::Filter: return "filter()";
    case NodeKind::Call: return std::string(functionName(step.function)) + "()";
    default: return "this";
    }
}

std::string noOverload(const Data &error, const Program &program)
{
    std::string text = "no such overload: " + operationName(error, program) + " does not take " + std::string(typeWord(error.type));
    if (error.count == 2)
        text += " and " + std::string(typeWord(error.otherType));
    return text;
}

} // namespace

std::string_view typeName(Type type)
{
    switch (type) {
    case Type::Null: return "null_type";
    case Type::Timestamp: return "google.protobuf.Timestamp";
    case Type::Duration: return "google.protobuf.Duration";
    default: return typeWord(type);
    }
}

std::string_view typeWord(Type type)
{
    switch (type) {
    case Type::Null: return "null";
    case Type::Bool: return "bool";
    case Type::Int: return "int";
    case Type::Uint: return "uint";
    case Type::Double: return "double";
    case Type::String: return "string";
    case Type::Bytes: return "bytes";
    case Type::List: return "list";
    case Type::Map: return "map";
    case Type::Timestamp: return "timestamp";
    case Type::Duration: return "duration";
    case Type::Type: break;
    }
    return "type";
}

std::string errorText(const Data &error, const Program &program)
{
    const std::string type(typeWord(error.type));
    switch (error.code) {
    case ErrorCode::NoOverload: return noOverload(error, program);
    case ErrorCode::NoSuchKey: return "no such key " + quoted(error.view());
    case ErrorCode::NoFields: return "no such key " + quoted(error.view()) + ": " + type + " has no fields";
    case ErrorCode::IndexOutOfRange: return "index out of range";
    case ErrorCode::BadIndex: return "the index of a list must be a whole number";
    case ErrorCode::BadKey: return type + " cannot be the key of a map";
    case ErrorCode::RepeatedKey: return "a key stands twice in a map";
    case ErrorCode::Overflow: return "overflow: the result does not fit";
    case ErrorCode::DivisionByZero: return "division by zero";
    case ErrorCode::ModulusByZero: return "modulus by zero";
    case ErrorCode::NotBool: return "no such overload: a condition is " + type + ", not bool";
    case ErrorCode::BadConversion: return quoted(error.view()) + " is no " + type;
    case ErrorCode::OutOfRange: return "out of range for " + type;
    case ErrorCode::NotUtf8: return "the bytes are not UTF-8";
    case ErrorCode::BadPattern: return quoted(error.view()) + " is no regular expression";
    case ErrorCode::PatternLimit: return "matching the regular expression takes too long";
    case ErrorCode::BadTimeZone: return "unknown time zone " + quoted(error.view());
    case ErrorCode::BadTimestamp: return "the record's time is outside the years 1 to 9999";
    case ErrorCode::TooDeepJson: return "the JSON is nested deeper than " + std::to_string(JsonDocument::maxDepth) + " levels";
    case ErrorCode::NoRecord: return "there is no record to read " + quoted(error.view()) + " from";
    case ErrorCode::TooManySteps: return "too many steps: stopped after " + std::to_string(Machine::maxSteps);
    case ErrorCode::TooMuchMemory: break;
    }
    return "too much memory: the values built are larger than " + std::to_string(Arena::limit / 1024 / 1024) + " MiB";
}

} // namespace Search::Cel
